namespace Crawler.Contracts.V1.Crawls;

/// <summary>The pace that a crawl asks for, per host.</summary>
public sealed record PolitenessSpec
{
    /// <summary>
    /// The time between two fetch starts on one host; the host's crawl-delay and load make it longer. Zero to one hour.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most connections to one host at a time: 1 to 64.</summary>
    public int PerHost { get; init; } = 1;
}
