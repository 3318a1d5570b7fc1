namespace Crawler.Contracts.V1.Fetching;

/// <summary>What a downloader did with a URL.</summary>
public enum OutcomeKind
{
    /// <summary>A kind that this version does not know; treated as <see cref="NotAttempted"/>.</summary>
    Other,

    /// <summary>A successful response, whose body was read whole.</summary>
    Fetched,

    /// <summary>The stored response is still good (304).</summary>
    NotModified,

    /// <summary>A redirect (301, 302, 303, 307, 308).</summary>
    Redirected,

    /// <summary>A rule said no: robots, content type, size.</summary>
    Skipped,

    /// <summary>Transport or server failed; Scheduler decides whether it is tried again.</summary>
    Failed,

    /// <summary>404 or 410.</summary>
    Gone,

    /// <summary>429 or 503: the host wants to be left alone. Costs the URL nothing.</summary>
    Throttled,

    /// <summary>Not asked for, through no fault of the URL. Costs the URL nothing.</summary>
    NotAttempted,
}
