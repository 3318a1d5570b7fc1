namespace Crawler.Contracts.V1.Crawls;

/// <summary>When a crawl stops before its frontier is empty. Null is without limit.</summary>
public sealed record LimitsSpec
{
    /// <summary>The most distinct pages ever stored, assets among them; kept exactly. 1 or more.</summary>
    public long? Pages { get; init; }

    /// <summary>
    /// The most links followed from a seed; seeds have depth 0, and assets that of their page. 0 or more.
    /// </summary>
    public int? Depth { get; init; }

    /// <summary>The longest time from start to end, without the time spent paused. Longer than zero.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The most bytes of decoded bodies; bodies in flight may overshoot it. 1 or more.</summary>
    public long? Bytes { get; init; }
}
