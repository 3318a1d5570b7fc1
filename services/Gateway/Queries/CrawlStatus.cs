using Crawler.Contracts.V1.Crawls;

namespace Crawler.Gateway.Queries;

/// <summary>A crawl as its users see it.</summary>
public sealed record CrawlStatus
{
    /// <summary>The crawl.</summary>
    public required Guid Id { get; init; }

    /// <summary>Submitted, Crawling, Paused, Draining, Completed, Failed or Cancelled.</summary>
    public required string State { get; init; }

    /// <summary>Why it ends or ended; null while it runs.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>When it was asked for. UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended. UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many URLs are in which state.</summary>
    public required CrawlCounts Counts { get; init; }

    /// <summary>How many sitemaps are in which state; they are in no count of pages.</summary>
    public required SitemapCounts Sitemaps { get; init; }

    /// <summary>Decoded bytes of stored bodies.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of the last stored page.</summary>
    public long LastSeq { get; init; }

    /// <summary>Why nothing is being fetched; null while something is, and after the end.</summary>
    public WaitingOn? WaitingOn { get; init; }

    /// <summary>What was left out that its owner may want to know of, most URLs first; at most 100.</summary>
    public IReadOnlyList<CrawlWarning> Warnings { get; init; } = [];

    /// <summary>How fast it goes, from submission to now or to its end.</summary>
    public required CrawlRates Rates { get; init; }

    /// <summary>What it was asked to do.</summary>
    public required CrawlSpec Spec { get; init; }

    /// <summary>The commands that have an effect now: pause, resume, cancel.</summary>
    public required IReadOnlyList<string> AvailableActions { get; init; }

    /// <summary>Whether it is over.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasEnded => IsEnd(State);

    /// <summary>Whether a crawl in that state is over.</summary>
    internal static bool IsEnd(string? state) => state is "Completed" or "Failed" or "Cancelled";
}
