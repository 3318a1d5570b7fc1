using Crawler.Contracts.V1.Crawls;

namespace Crawler.TestKit.Hosts;

/// <summary>
/// Specs of crawls for tests: as fast as the site answers, and without a look for sitemaps, unless they say otherwise.
/// </summary>
public static class CrawlSpecs
{
    public static CrawlSpec Of(params string[] seeds) => new()
    {
        Seeds = seeds,
        Politeness = new PolitenessSpec { Delay = TimeSpan.Zero },
        Sitemap = SitemapMode.Skip,
    };

    /// <summary>Leaves the seeds' hosts.</summary>
    public static CrawlSpec Everywhere(params string[] seeds) => Of(seeds).In(ScopeKind.Any);

    public static CrawlSpec In(this CrawlSpec spec, ScopeKind kind) => spec with { Scope = spec.Scope with { Kind = kind } };

    public static CrawlSpec ReadingSitemaps(this CrawlSpec spec, SitemapMode mode = SitemapMode.Include) =>
        spec with { Sitemap = mode };

    public static CrawlSpec Every(this CrawlSpec spec, TimeSpan delay) =>
        spec with { Politeness = spec.Politeness with { Delay = delay } };

    public static CrawlSpec Limited(this CrawlSpec spec, long? pages = null, int? depth = null, TimeSpan? duration = null) =>
        spec with { Limits = new LimitsSpec { Pages = pages, Depth = depth, Duration = duration } };
}
