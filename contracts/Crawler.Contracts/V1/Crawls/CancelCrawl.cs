namespace Crawler.Contracts.V1.Crawls;

/// <summary>Ends a crawl early; what waits is Skipped(Cancelled).</summary>
/// <remarks>
/// Sent by Gateway, consumed by the crawl saga. Idempotent: an ended crawl stays as it ended. Since V1.
/// </remarks>
public sealed record CancelCrawl
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }
}
