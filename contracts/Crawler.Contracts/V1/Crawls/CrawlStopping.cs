namespace Crawler.Contracts.V1.Crawls;

/// <summary>A crawl has begun to end: no further fetch of it is to start.</summary>
/// <remarks>
/// Published by the crawl saga, consumed by every Downloader, which skips the rest of its batches. Idempotent by
/// nature. Since V1.
/// </remarks>
public sealed record CrawlStopping
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>When. UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
