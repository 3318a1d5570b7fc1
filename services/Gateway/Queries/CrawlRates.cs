namespace Crawler.Gateway.Queries;

/// <summary>How fast a crawl goes, on average.</summary>
public sealed record CrawlRates
{
    /// <summary>Seconds from submission to now, or to the end.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>Stored pages per second.</summary>
    public required double PagesPerSecond { get; init; }

    /// <summary>Decoded bytes per second.</summary>
    public required double BytesPerSecond { get; init; }
}
