namespace Crawler.Contracts.V1.Crawls;

/// <summary>A crawl has reached one of its limits.</summary>
/// <remarks>
/// Published by Scheduler, consumed by the crawl saga. Idempotent: only a crawl that still runs reacts. Since V1.
/// </remarks>
public sealed record LimitReached
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>Why: the reason that the crawl will end with.</summary>
    public required EndReason Reason { get; init; }
}
