namespace Crawler.Persistence.Frontier;

/// <summary>Why a URL was skipped or failed: a closed list.</summary>
public enum UrlReason
{
    /// <summary>Skipped: the crawl's scope does not contain it.</summary>
    OutOfScope,

    /// <summary>Skipped: robots.txt forbids it.</summary>
    RobotsDenied,

    /// <summary>Skipped: too many links away from the seeds.</summary>
    DepthLimit,

    /// <summary>Skipped: the crawl has stored as many pages as allowed.</summary>
    PageLimit,

    /// <summary>Skipped: the crawl has fetched as many bytes as allowed.</summary>
    ByteLimit,

    /// <summary>Skipped: the crawl's time was over.</summary>
    DurationLimit,

    /// <summary>Skipped: the crawl stopped because nothing was due.</summary>
    Idle,

    /// <summary>Skipped: the crawl does not keep this content type.</summary>
    ContentType,

    /// <summary>Skipped: longer than the crawl allows.</summary>
    TooLarge,

    /// <summary>Skipped: the crawl was cancelled.</summary>
    Cancelled,

    /// <summary>Skipped: one of too many URLs of a shape that spider traps have; the detail names the rule.</summary>
    TrapSuspected,

    /// <summary>Skipped: found on a host that the crawl had given up.</summary>
    HostGivenUp,

    /// <summary>Failed: the host's name could not be resolved.</summary>
    Dns,

    /// <summary>Failed: no connection.</summary>
    Connect,

    /// <summary>Failed: no secure connection.</summary>
    Tls,

    /// <summary>Failed: too slow.</summary>
    Timeout,

    /// <summary>Failed: a 4xx status other than 404, 410 and 429.</summary>
    Http4xx,

    /// <summary>Failed: a 5xx status other than 503.</summary>
    Http5xx,

    /// <summary>Failed: the host asked to be left alone for longer than the crawl waits.</summary>
    Throttled,

    /// <summary>Failed: robots.txt could not be had for longer than the crawl waits.</summary>
    RobotsUnreachable,

    /// <summary>Failed: more redirects in a row than are followed, or one that leads nowhere.</summary>
    RedirectLimit,

    /// <summary>Failed: its address may not be dialled.</summary>
    AddressDenied,

    /// <summary>Failed: the response could not be read: broken framing, coding or connection.</summary>
    Body,

    /// <summary>Failed: processes died while they worked on it alone.</summary>
    Crashed,

    /// <summary>Failed: the crawler itself could not deal with it.</summary>
    Internal,
}
