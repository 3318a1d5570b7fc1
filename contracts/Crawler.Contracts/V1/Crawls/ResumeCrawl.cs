namespace Crawler.Contracts.V1.Crawls;

/// <summary>Goes on with a paused crawl.</summary>
/// <remarks>
/// Sent by Gateway, consumed by the crawl saga. Idempotent: a running crawl goes on. Since V1.
/// </remarks>
public sealed record ResumeCrawl
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }
}
