namespace Crawler.Gateway.Queries;

/// <summary>How many sitemaps of a crawl are in which state. They are in no count of pages.</summary>
/// <remarks>
/// At every observation <c>Discovered = Waiting + Read + Redirected + Skipped + Failed + Gone</c>.
/// </remarks>
public sealed record SitemapCounts
{
    /// <summary>Distinct sitemaps ever known to the crawl.</summary>
    public long Discovered { get; init; }

    /// <summary>Waiting to be fetched, or with a downloader.</summary>
    public long Waiting { get; init; }

    /// <summary>Fetched, and read as far as could be.</summary>
    public long Read { get; init; }

    /// <summary>Answered with a redirect, whose target is a sitemap of its own.</summary>
    public long Redirected { get; init; }

    /// <summary>Not fetched because robots.txt or the crawl's end said no.</summary>
    public long Skipped { get; init; }

    /// <summary>Not to be had because of transport or server.</summary>
    public long Failed { get; init; }

    /// <summary>
    /// The server says that there is none (404, 410): the usual answer where robots.txt declares none.
    /// </summary>
    public long Gone { get; init; }
}
