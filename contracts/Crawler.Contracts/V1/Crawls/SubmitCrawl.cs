namespace Crawler.Contracts.V1.Crawls;

/// <summary>Starts a crawl.</summary>
/// <remarks>
/// Sent by Gateway, consumed by the crawl saga. Idempotent by <see cref="CrawlId"/>: a second copy starts nothing.
/// Since V1.
/// </remarks>
public sealed record SubmitCrawl
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>What the crawl is to do, already validated.</summary>
    public required CrawlSpec Spec { get; init; }

    /// <summary>When the crawl was asked for. UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }
}
