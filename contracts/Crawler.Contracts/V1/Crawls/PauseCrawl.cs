namespace Crawler.Contracts.V1.Crawls;

/// <summary>Stops handing out URLs of a crawl until it is resumed.</summary>
/// <remarks>
/// Sent by Gateway, consumed by the crawl saga. Idempotent: a paused crawl stays paused. Since V1.
/// </remarks>
public sealed record PauseCrawl
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }
}
