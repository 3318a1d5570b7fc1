namespace Crawler.Contracts.V1.Crawls;

/// <summary>The seeds of a crawl are in the frontier and may be fetched.</summary>
/// <remarks>
/// Published by Scheduler, consumed by the crawl saga. Idempotent by <see cref="CrawlId"/>. Since V1.
/// </remarks>
public sealed record SeedsAdmitted
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }
}
