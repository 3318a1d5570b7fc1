using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// The distinct links of a batch's pages, each with the page nearest to a seed that it stands on, the first of such.
/// Pages may end in any order.
/// </summary>
internal sealed class BatchLinks(IReadOnlyList<FetchUrl> pages, int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sitemaps = new(StringComparer.Ordinal);

    public void Add(string url, int page, ResourceKind kind = ResourceKind.Page)
    {
        lock (_lock)
        {
            if (_first.TryGetValue(url, out var first))
            {
                if ((pages[page].Depth, page).CompareTo((pages[first].Depth, first)) < 0)
                {
                    _first[url] = page;
                }
            }
            else if (_first.Count < most)
            {
                _first.Add(url, page);
                if (kind == ResourceKind.Sitemap)
                {
                    _sitemaps.Add(url);
                }
            }
        }
    }

    public IReadOnlyList<FoundLink> ToList()
    {
        lock (_lock)
        {
            var links = new List<FoundLink>(_first.Count);
            foreach (var (url, first) in _first)
            {
                var isSitemap = _sitemaps.Count > 0 && _sitemaps.Contains(url);
                links.Add(new FoundLink
                {
                    Url = url,
                    From = first,
                    Kind = isSitemap ? ResourceKind.Sitemap : ResourceKind.Page,
                });
            }

            return links;
        }
    }
}
