namespace Crawler.WebStandards.Sitemaps;

/// <summary>Why a sitemap was not read to its end. What came before counts.</summary>
public enum SitemapProblem
{
    /// <summary>It was read to its end.</summary>
    None,

    /// <summary>It is no list of URLs, or one with a document type declaration, which is never read.</summary>
    NotASitemap,

    /// <summary>Its markup or its compression breaks off, or is broken.</summary>
    Malformed,

    /// <summary>It lists more URLs than are read of one file.</summary>
    TooManyUrls,

    /// <summary>It is longer than is read of one file, or a single piece of its markup is.</summary>
    TooLong,
}
