using Crawler.WebStandards.Url;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>
/// Which URLs a sitemap may list by its place alone (https://www.sitemaps.org/protocol.html, "Sitemap file location"):
/// those of its own scheme, host and port, from its own folder downwards.
/// </summary>
public static class SitemapLocation
{
    /// <summary>Whether a URL lies where the sitemap's place vouches for it.</summary>
    public static bool Covers(WebUrl sitemap, WebUrl url)
    {
        var folder = sitemap.PathSpan[..(sitemap.PathSpan.LastIndexOf('/') + 1)];
        return sitemap.SchemeSpan.SequenceEqual(url.SchemeSpan)
            && sitemap.HostAndPortSpan.SequenceEqual(url.HostAndPortSpan)
            && url.PathSpan.StartsWith(folder);
    }
}
