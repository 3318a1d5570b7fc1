namespace Crawler.Contracts.V1.Crawls;

/// <summary>No URL of the crawl is queued or leased: nothing can happen to it any more.</summary>
/// <remarks>
/// Published by Scheduler in the transaction that emptied the frontier, and again by its sweeper; consumed by the crawl
/// saga. Idempotent by <see cref="CrawlId"/>. Since V1.
/// </remarks>
public sealed record FrontierDrained
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>The counts at that moment.</summary>
    public required CrawlCounts Counts { get; init; }
}
