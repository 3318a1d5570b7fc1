using Crawler.Contracts.V1.Crawls;
using Crawler.Gateway.Queries;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>What holds for every crawl, at every moment at which it is looked at.</summary>
public static class CrawlLaws
{
    /// <summary>Every URL that was ever discovered is in exactly one state.</summary>
    public static void ShouldAddUp(this CrawlCounts counts)
    {
        var sum = counts.Queued + counts.Leased + counts.Fetched + counts.Unchanged + counts.Redirected + counts.Gone
            + counts.Skipped.Values.Sum() + counts.Failed.Values.Sum();
        sum.ShouldBe(counts.Discovered, $"The counts do not add up: {counts}");
    }

    /// <summary>So is every sitemap.</summary>
    public static void ShouldAddUp(this SitemapCounts counts)
    {
        var sum = counts.Waiting + counts.Read + counts.Redirected + counts.Skipped + counts.Failed + counts.Gone;
        sum.ShouldBe(counts.Discovered, $"The sitemaps do not add up: {counts}");
    }
}
