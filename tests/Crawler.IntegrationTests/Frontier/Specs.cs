using Crawler.Contracts.V1.Crawls;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>
/// Crawl specs that ask for no robots.txt and no sitemap and pause nowhere, so that a test names only what it is about.
/// </summary>
internal static class Specs
{
    public static CrawlSpec Of(params IReadOnlyList<string> seeds) => new()
    {
        Seeds = seeds,
        Robots = new RobotsSpec { Obey = false },
        Politeness = new PolitenessSpec { Delay = TimeSpan.Zero },
        Sitemap = SitemapMode.Skip,
    };

    public static CrawlSpec Everywhere(this CrawlSpec spec) =>
        spec with { Scope = new ScopeSpec { Kind = ScopeKind.Any } };

    public static CrawlSpec Polite(this CrawlSpec spec, TimeSpan delay, int perHost = 1) =>
        spec with { Politeness = new PolitenessSpec { Delay = delay, PerHost = perHost } };

    public static CrawlSpec Limited(this CrawlSpec spec, LimitsSpec limits) => spec with { Limits = limits };

    public static CrawlSpec ObeyingRobots(this CrawlSpec spec) => spec with { Robots = new RobotsSpec() };

    public static CrawlSpec Recrawling(this CrawlSpec spec, TimeSpan after, TimeSpan? stopWhenIdleFor = null) =>
        spec with { Continuous = new ContinuousSpec { RecrawlAfter = after, StopWhenIdleFor = stopWhenIdleFor } };

    public static CrawlSpec TakingAssets(this CrawlSpec spec) =>
        spec with { Content = new ContentSpec { Assets = true } };

    public static CrawlSpec ReadingSitemaps(this CrawlSpec spec, SitemapMode mode = SitemapMode.Include) =>
        spec with { Sitemap = mode };

    public static CrawlSpec Canonicalizing(this CrawlSpec spec, CanonicalizationSpec canonicalization) =>
        spec with { Canonicalization = canonicalization };

    /// <summary>So many pages of one site.</summary>
    public static IReadOnlyList<string> Pages(string host, int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => $"https://{host}/p{i}")];
}
