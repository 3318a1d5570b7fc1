using Crawler.Gateway.Queries;

namespace Crawler.Gateway.Rows;

/// <summary>A part of a crawl's stored pages.</summary>
internal sealed record PageList
{
    /// <summary>The pages, by their numbers.</summary>
    public required IReadOnlyList<StoredPage> Items { get; init; }

    /// <summary>The value of <c>after</c> for the next part; null when there is none yet.</summary>
    public long? Next { get; init; }
}
