namespace Crawler.Contracts.V1.Crawls;

/// <summary>Puts the seeds of a new crawl into the frontier.</summary>
/// <remarks>
/// Sent by the crawl saga, consumed by Scheduler, answered by <see cref="SeedsAdmitted"/>. Idempotent: a known seed is
/// not admitted twice. Since V1.
/// </remarks>
public sealed record AdmitSeeds
{
    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }
}
