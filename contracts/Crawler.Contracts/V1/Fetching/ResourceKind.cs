namespace Crawler.Contracts.V1.Fetching;

/// <summary>What a URL is fetched for, and so how its body is read.</summary>
public enum ResourceKind
{
    /// <summary>A page: what it links to are pages, what it is made of are assets.</summary>
    Page,

    /// <summary>A sitemap: what it lists are pages and further sitemaps. Outside page counts and limits.</summary>
    Sitemap,

    /// <summary>
    /// A part of a page: an image, a script, a style sheet. Counted and limited as a page, and read as one where it is
    /// HTML.
    /// </summary>
    Asset,
}
