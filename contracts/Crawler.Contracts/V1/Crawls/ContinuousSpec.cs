namespace Crawler.Contracts.V1.Crawls;

/// <summary>Makes a crawl go round: a stored URL is due again after an interval.</summary>
public sealed record ContinuousSpec
{
    /// <summary>The time after which a stored URL is due again. 1 second or longer.</summary>
    public required TimeSpan RecrawlAfter { get; init; }

    /// <summary>Ends the crawl when nothing was due for this long; null to go on until it is cancelled.</summary>
    public TimeSpan? StopWhenIdleFor { get; init; }
}
