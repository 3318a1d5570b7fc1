using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>The distinct links of one page, in the order in which they stand there.</summary>
internal sealed class PageLinks
{
    private readonly Dictionary<string, ResourceKind> _kinds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ResourceKind> Kinds => _kinds;

    /// <summary>What is both linked to and embedded is an asset: so it is nearer to a seed.</summary>
    public void Add(string url, ResourceKind kind = ResourceKind.Page)
    {
        if (!_kinds.TryAdd(url, kind) && kind == ResourceKind.Asset)
        {
            _kinds[url] = kind;
        }
    }

    public void Remove(string url) => _kinds.Remove(url);
}
