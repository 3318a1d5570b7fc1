using Crawler.Contracts.V1.Crawls;

namespace Crawler.Embedded.Crawling;

/// <summary>What <c>crawl</c> was asked to do.</summary>
internal sealed record CrawlArguments
{
    /// <summary>The spec of a new crawl; null when an earlier one is resumed.</summary>
    public CrawlSpec? Spec { get; init; }

    /// <summary>The crawl to resume; null for the newest that has not ended.</summary>
    public Guid? ResumeId { get; init; }

    public required string Data { get; init; }

    public required IReadOnlyList<string> AllowedAddresses { get; init; }

    /// <summary>Where the stored pages are listed at the end; null for nowhere.</summary>
    public string? Output { get; init; }

    public required Output.PageFormat Format { get; init; }

    /// <summary>Whether the last line of standard output is the result as JSON.</summary>
    public bool Json { get; init; }
}
