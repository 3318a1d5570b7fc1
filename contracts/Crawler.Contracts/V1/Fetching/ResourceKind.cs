namespace Crawler.Contracts.V1.Fetching;

/// <summary>What a URL is fetched for, and so how its body is read.</summary>
public enum ResourceKind
{
    /// <summary>A page: what it links to are pages.</summary>
    Page,

    /// <summary>A sitemap: what it lists are pages and further sitemaps. Outside page counts and limits.</summary>
    Sitemap,
}
