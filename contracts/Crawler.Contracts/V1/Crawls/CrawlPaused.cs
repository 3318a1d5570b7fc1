namespace Crawler.Contracts.V1.Crawls;

/// <summary>A crawl hands out no more URLs; what is being fetched is finished.</summary>
/// <remarks>
/// Published by the crawl saga, consumed by every Downloader, which skips the rest of its batches. Idempotent by
/// nature. Since V1.
/// </remarks>
public sealed record CrawlPaused
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>When. UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
