using Crawler.Gateway.Queries;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>All that is left of a crawl that has ended.</summary>
internal sealed record CrawlResult
{
    public required string Log { get; init; }

    public required IReadOnlyDictionary<string, string> Urls { get; init; }

    public required IReadOnlyDictionary<string, RowFacts> Rows { get; init; }

    public required IReadOnlyList<StoredPage> Pages { get; init; }

    public required IReadOnlyList<ArchivedAnswer> Archived { get; init; }

    /// <summary>The names of the archive's files.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}
