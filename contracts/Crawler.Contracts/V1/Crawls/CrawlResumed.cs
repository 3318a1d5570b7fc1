namespace Crawler.Contracts.V1.Crawls;

/// <summary>A paused crawl goes on.</summary>
/// <remarks>
/// Published by the crawl saga, consumed by every Downloader. Idempotent by nature. Since V1.
/// </remarks>
public sealed record CrawlResumed
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>When. UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
