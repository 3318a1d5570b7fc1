namespace Crawler.WebStandards.Sitemaps;

/// <summary>What a listed URL is.</summary>
public enum SitemapEntryKind
{
    /// <summary>A page.</summary>
    Page,

    /// <summary>The same page in another language or for another device (<c>xhtml:link rel=alternate</c>).</summary>
    Alternate,

    /// <summary>A further sitemap.</summary>
    Sitemap,
}
