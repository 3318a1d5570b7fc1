namespace Crawler.Contracts.V1.Fetching;

/// <summary>What became of every URL of a batch, the links found, and what was learned of the host.</summary>
/// <remarks>
/// Published by Downloader after the archive is durable, consumed by Scheduler, which commits it in one transaction.
/// The key is
/// <see cref="LeaseId"/>: a second copy, or one that comes after the lease has lapsed, is dropped whole. Since V1.
/// </remarks>
public sealed record HostBatchFetched
{
    /// <summary>The lease that is answered.</summary>
    public required Guid LeaseId { get; init; }

    /// <summary>The crawl.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>The politeness key.</summary>
    public required string Host { get; init; }

    /// <summary>
    /// True where the batch had been delivered before, and so was not executed this time: whoever had it first is
    /// dead, or still asks the host. It changes no URL; the first holder has a while to say by a heartbeat that it
    /// lives, else the lease runs out.
    /// </summary>
    public bool CameAgain { get; init; }

    /// <summary>One outcome for each URL of the batch.</summary>
    public required IReadOnlyList<UrlOutcome> Outcomes { get; init; }

    /// <summary>
    /// The distinct links of the batch's pages, without those that an earlier, committed answer brought at this depth or
    /// nearer to a seed; or all that its sitemap lists. Empty where they are too many for a message, and
    /// <see cref="LinksReference"/> says where they are.
    /// </summary>
    public IReadOnlyList<FoundLink> Links { get; init; } = [];

    /// <summary>
    /// The archive object that holds the links: <c>links/</c> and the lease's id in 32 hexadecimal digits. Its content
    /// is a gzip-compressed JSON array of <see cref="FoundLink"/>, which Scheduler removes once the answer is
    /// committed. Null where <see cref="Links"/> is all there is.
    /// </summary>
    public string? LinksReference { get; init; }

    /// <summary>robots.txt as it was fetched for this batch; empty when what the batch brought was good.</summary>
    public IReadOnlyList<OriginRobots> Robots { get; init; } = [];

    /// <summary>
    /// The time between the last fetch start on the host and this answer; null when nothing was fetched.
    /// </summary>
    public TimeSpan? SinceLastStart { get; init; }

    /// <summary>The mean time to the first byte; null when nothing was answered.</summary>
    public TimeSpan? ResponseTime { get; init; }
}
