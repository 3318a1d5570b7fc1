namespace Crawler.Gateway.Queries;

/// <summary>What a crawl waits for.</summary>
public sealed record WaitingOn
{
    /// <summary>
    /// Seeds (being admitted), Paused, Draining, Politeness (the pause between fetches), Retry (of a failed fetch),
    /// Recrawl, Throttled, RobotsUnreachable, HostBusy (another crawl is on the host), Dispatch (a batch is about to be
    /// handed out).
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The host that is ready first; null where no host is waited for.</summary>
    public string? Host { get; init; }

    /// <summary>When it is ready. UTC; null where no time is known.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many hosts of the crawl wait for their time.</summary>
    public long Hosts { get; init; }
}
