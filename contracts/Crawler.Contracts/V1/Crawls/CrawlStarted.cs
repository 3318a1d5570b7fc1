namespace Crawler.Contracts.V1.Crawls;

/// <summary>A crawl has begun to fetch.</summary>
/// <remarks>
/// Published by the crawl saga for whoever listens. Idempotency key: <see cref="CrawlId"/>. Since V1.
/// </remarks>
public sealed record CrawlStarted
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>When. UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
