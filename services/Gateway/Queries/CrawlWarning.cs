namespace Crawler.Gateway.Queries;

/// <summary>URLs of a host that a crawl skipped on suspicion, and may be wrong about.</summary>
public sealed record CrawlWarning
{
    /// <summary>The reason that the URLs have: TrapSuspected.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The rule that fired. A new crawl with it in <c>traps.ignore</c>, or with <c>traps.detect</c> off, takes the
    /// URLs.
    /// </summary>
    public required string Rule { get; init; }

    /// <summary>The host that has them.</summary>
    public required string Host { get; init; }

    /// <summary>How many URLs were skipped.</summary>
    public required long Urls { get; init; }

    /// <summary>How many alike were taken before.</summary>
    public required long Taken { get; init; }

    /// <summary>One of the skipped.</summary>
    public string? Example { get; init; }
}
