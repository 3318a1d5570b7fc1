namespace Crawler.Contracts.V1.Crawls;

/// <summary>How a crawl treats what sites say to robots.</summary>
public sealed record RobotsSpec
{
    /// <summary>Whether robots.txt, robots meta elements and X-Robots-Tag are obeyed.</summary>
    public bool Obey { get; init; } = true;
}
