using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>The distinct links of one page, in the order in which they stand there.</summary>
internal sealed class PageLinks
{
    private readonly Dictionary<string, ResourceKind> _kinds = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ResourceKind> Kinds => _kinds;

    public void Add(string url, ResourceKind kind = ResourceKind.Page) => _kinds.TryAdd(url, kind);

    public void Remove(string url) => _kinds.Remove(url);
}
