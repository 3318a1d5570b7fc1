using Crawler.Gateway.Queries;

namespace Crawler.Gateway.Rows;

/// <summary>A part of the URLs that a crawl knows.</summary>
internal sealed record UrlList
{
    /// <summary>The URLs, in an order that stays.</summary>
    public required IReadOnlyList<CrawlUrl> Items { get; init; }

    /// <summary>The value of <c>after</c> for the next part; null at the end.</summary>
    public string? Next { get; init; }
}
