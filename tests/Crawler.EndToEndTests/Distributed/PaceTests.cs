using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>The pace of several downloaders together, as the sites see it.</summary>
[Collection(DistributedCollection.Name)]
public sealed class PaceTests(PlatformPool pool)
{
    private const int Pages = 10;

    private static readonly TimeSpan Asked = TimeSpan.FromMilliseconds(600);

    /// <summary>
    /// Two busy cores may deliver one request late and the next in time; without a pace there is no gap at all.
    /// </summary>
    private static readonly TimeSpan Seen = TimeSpan.FromMilliseconds(400);

    [RabbitMqFact]
    public async Task TwoCrawlsOnEachHost_ShareItsPaceOverThreeDownloaders()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, 4).Select(_ => web.AddSite()).ToArray();
        Array.ForEach(sites, site => site.Generate(Pages));
        var platform = await pool.UseAsync(new PlatformOptions());
        var spec = CrawlSpecs.Of([.. sites.Select(site => site.Url())]).Every(Asked);

        Guid[] crawls = [await platform.SubmitAsync(spec), await platform.SubmitAsync(spec)];
        foreach (var crawl in crawls)
        {
            (await platform.WaitForEndAsync(crawl)).Counts.Fetched.ShouldBe(sites.Length * Pages);
        }

        foreach (var site in sites)
        {
            var requests = site.Requests;
            requests.Count(request => request.Target != "/robots.txt").ShouldBe(2 * Pages);
            requests.MaximumConcurrency().ShouldBe(1);
            requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(Seen);

            // A late arrival shortens the gap after it, and never the whole.
            (requests[^1].StartedAt - requests[0].StartedAt).ShouldBeGreaterThan(Asked * (requests.Count - 1.5));
        }
    }
}
