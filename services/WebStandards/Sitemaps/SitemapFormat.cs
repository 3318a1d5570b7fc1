namespace Crawler.WebStandards.Sitemaps;

/// <summary>What a document that lists URLs turns out to be, by its content.</summary>
public enum SitemapFormat
{
    /// <summary>Nothing that lists URLs, or not read yet.</summary>
    None,

    /// <summary>A sitemap: <c>urlset</c>.</summary>
    UrlSet,

    /// <summary>A list of sitemaps: <c>sitemapindex</c>.</summary>
    Index,

    /// <summary>RSS 0.9x, 1.0 or 2.0.</summary>
    Rss,

    /// <summary>An Atom feed (RFC 4287).</summary>
    Atom,

    /// <summary>One URL a line.</summary>
    Text,
}
