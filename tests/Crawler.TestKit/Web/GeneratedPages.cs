namespace Crawler.TestKit.Web;

/// <summary>The manifest of a generated site: what a crawl of it must find, no more and no less.</summary>
/// <remarks>
/// Page 0 is <c>/</c>, page n is <c>/p/n</c>. Each links to its children in a tree, so that all are reachable from the
/// root, and to a few others by a fixed rule: two runs see the same site.
/// </remarks>
public sealed class GeneratedPages
{
    private readonly FakeSite _site;
    private readonly int _branching;
    private readonly int _crossLinks;

    internal GeneratedPages(FakeSite site, int count, int branching, int crossLinks)
    {
        _site = site;
        Count = count;
        _branching = branching;
        _crossLinks = crossLinks;
        Urls = Enumerable.Range(0, count).Select(page => site.Url(Target(page))).ToHashSet(StringComparer.Ordinal);
    }

    public int Count { get; }

    /// <summary>The absolute URLs of all pages.</summary>
    public IReadOnlySet<string> Urls { get; }

    public static string Target(int page) => page == 0 ? "/" : $"/p/{page}";

    /// <summary>The fewest links from the root to a page, along the tree alone.</summary>
    public int TreeDepth(int page)
    {
        var depth = 0;
        for (; page > 0; page = (page - 1) / _branching)
        {
            depth++;
        }

        return depth;
    }

    /// <summary>The targets that a page links to, in the order of its anchors.</summary>
    public IEnumerable<string> LinksOf(int page)
    {
        var first = ((long)page * _branching) + 1;
        for (var child = first; child < Math.Min(first + _branching, Count); child++)
        {
            yield return Target((int)child);
        }

        for (var i = 1L; i <= _crossLinks; i++)
        {
            yield return Target((int)(((page * 7919L) + (i * 104_729L)) % Count));
        }
    }

    internal string Html(int page) => HtmlText.Page(
        $"Page {page}",
        LinksOf(page),
        $"This is page {page} of {Count} on {_site.Host}.");
}
