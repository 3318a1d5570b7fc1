namespace Crawler.Contracts.V1.Fetching;

/// <summary>
/// Tells one downloader to fetch a batch of due URLs of one host, and to answer each with one outcome.
/// </summary>
/// <remarks>
/// Sent by Scheduler, consumed by Downloader, answered by <see cref="HostBatchFetched"/> with the same
/// <see cref="LeaseId"/>. A redelivered batch is not executed: its URLs are answered NotAttempted. Since V1.
/// </remarks>
public sealed record FetchHostBatch
{
    /// <summary>The fence: an answer with another lease than the URL's is dropped.</summary>
    public required Guid LeaseId { get; init; }

    /// <summary>The crawl whose URLs these are.</summary>
    public required Guid CrawlId { get; init; }

    /// <summary>The politeness key: host name, with the port unless it is 80 or 443.</summary>
    public required string Host { get; init; }

    /// <summary>No fetch starts within one <see cref="RequestTimeout"/> of this moment. UTC.</summary>
    public required DateTimeOffset LeasedUntil { get; init; }

    /// <summary>The longest a single fetch may take, from connect to the body's last byte.</summary>
    public required TimeSpan RequestTimeout { get; init; }

    /// <summary>
    /// The time between fetch starts, robots.txt included. Zero where the host's owner asked for no pause.
    /// </summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The most fetches at a time.</summary>
    public required int Connections { get; init; }

    /// <summary>The User-Agent header to send.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Whether robots.txt, robots meta elements and X-Robots-Tag are obeyed.</summary>
    public required bool ObeyRobots { get; init; }

    /// <summary>Whether responses are archived.</summary>
    public required bool Archive { get; init; }

    /// <summary>Whether a response that is not HTML is skipped before its body is read.</summary>
    public required bool HtmlOnly { get; init; }

    /// <summary>Whether what pages link to is wanted. Default true.</summary>
    public bool FollowLinks { get; init; } = true;

    /// <summary>Whether the assets of pages are wanted. Default false.</summary>
    public bool Assets { get; init; }

    /// <summary>The longest body, in bytes, as sent and as decoded.</summary>
    public required long MaxBodyBytes { get; init; }

    /// <summary>What is known of robots.txt, per origin. An origin that is missing here is asked first.</summary>
    public IReadOnlyList<OriginRobots> Robots { get; init; } = [];

    /// <summary>
    /// Leases of this crawl whose answers are committed: their links need not be sent again. At most 32; may be empty,
    /// and may name leases of other downloaders.
    /// </summary>
    public IReadOnlyList<Guid> CommittedLeases { get; init; } = [];

    /// <summary>The URLs, in the order in which to fetch them: 1 to 128.</summary>
    public required IReadOnlyList<FetchUrl> Urls { get; init; }
}
