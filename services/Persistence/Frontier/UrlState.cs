namespace Crawler.Persistence.Frontier;

/// <summary>Where a URL of a crawl stands. Queued and Leased are on their way; the others are terminal.</summary>
public enum UrlState
{
    /// <summary>Waits to be fetched.</summary>
    Queued,

    /// <summary>With a downloader until its lease ends.</summary>
    Leased,

    /// <summary>Fetched and stored.</summary>
    Fetched,

    /// <summary>Fetched again, and found as it was stored.</summary>
    Unchanged,

    /// <summary>Answered with a redirect.</summary>
    Redirected,

    /// <summary>A rule or a limit said no.</summary>
    Skipped,

    /// <summary>Transport or server failed, and it is not tried again.</summary>
    Failed,

    /// <summary>404 or 410.</summary>
    Gone,
}
