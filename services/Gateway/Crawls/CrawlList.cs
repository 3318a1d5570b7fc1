using Crawler.Gateway.Queries;

namespace Crawler.Gateway.Crawls;

/// <summary>A part of the list of crawls.</summary>
internal sealed record CrawlList
{
    /// <summary>The crawls, newest first.</summary>
    public required IReadOnlyList<CrawlStatus> Items { get; init; }

    /// <summary>The value of <c>after</c> for the next part; null at the end.</summary>
    public Guid? Next { get; init; }
}
