namespace Crawler.Persistence.Frontier;

/// <summary>What a URL is fetched for.</summary>
public enum UrlKind
{
    /// <summary>A page of the crawl.</summary>
    Page,

    /// <summary>A sitemap, outside page counts.</summary>
    Sitemap,
}
