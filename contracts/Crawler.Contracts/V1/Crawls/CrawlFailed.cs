namespace Crawler.Contracts.V1.Crawls;

/// <summary>A crawl has ended without doing its work.</summary>
/// <remarks>
/// Published by the crawl saga, consumed by Notifier. Idempotency key: <see cref="CrawlId"/>. Since V1.
/// </remarks>
public sealed record CrawlFailed
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>When. UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why the crawl ended.</summary>
    public required EndReason Reason { get; init; }

    /// <summary>The counts at that moment.</summary>
    public required CrawlCounts Counts { get; init; }
}
