namespace Crawler.Contracts.V1.Crawls;

/// <summary>Retires every URL of a crawl that waits to be fetched.</summary>
/// <remarks>
/// Sent by the crawl saga, consumed by Scheduler, which answers <see cref="FrontierDrained"/> once nothing is leased
/// either. Idempotent by nature: a retired URL waits no more. Since V1.
/// </remarks>
public sealed record DrainFrontier
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>Why: the reason that the crawl will end with.</summary>
    public required EndReason Reason { get; init; }
}
