using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>kill -9 in the middle of a crawl: whatever died, every page is stored once and the crawl completes.</summary>
[Collection(DistributedCollection.Name)]
public sealed class KilledProcessTests(PlatformPool pool, ITestOutputHelper output)
{
    private const int Hosts = 10;
    private const int PagesEach = 200;

    /// <summary>Two bring the page under suspicion; three more, alone, make sure.</summary>
    private const int Deaths = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterHealing = TimeSpan.FromSeconds(60);

    [OwnServersFact]
    public Task KilledDownloader_CostsNoPage() => SurvivesAsync(async platform =>
    {
        await platform.Downloaders[0].KillAsync();
        await platform.Downloaders[0].StartAgainAsync();
    });

    [OwnServersFact]
    public Task KilledScheduler_CostsNoPage() => SurvivesAsync(async platform =>
    {
        await platform.Schedulers[0].KillAsync();
        await platform.Schedulers[0].StartAgainAsync();
    });

    [OwnServersFact]
    public Task KilledBroker_CostsNoPage() => SurvivesAsync(async platform =>
    {
        await platform.Broker.KillAsync();
        await platform.Broker.StartAgainAsync();
    });

    [OwnServersFact]
    public Task KilledDatabase_CostsNoPage() => SurvivesAsync(async platform =>
    {
        await platform.PostgreSql.KillAsync();
        await platform.PostgreSql.RestartAsync();
    });

    [OwnServersFact]
    public Task KilledAll_CostsNoPage() => SurvivesAsync(async platform =>
    {
        await Task.WhenAll(platform.Processes.Select(process => process.KillAsync()));
        await Task.WhenAll(platform.Broker.KillAsync(), platform.PostgreSql.KillAsync());
        await Task.WhenAll(platform.Broker.StartAgainAsync(), platform.PostgreSql.RestartAsync());
        await Task.WhenAll(platform.Processes.Select(process => process.StartAgainAsync()));
    });

    [OwnServersFact]
    public async Task PageThatKillsItsDownloader_EndsAsCrashed_AndTheOthersAreStored()
    {
        var platform = await pool.UseAsync(new PlatformOptions { Downloaders = 1 });
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/killer", "/a", "/b"]).Page("/killer").Page("/a").Page("/b");
        var gate = site.Gate("/killer");
        var id = await platform.SubmitAsync(CrawlSpecs.Of(site.Url()));

        for (var killed = 0; killed < Deaths; killed++)
        {
            await gate.WaitUntilRequestedAsync(killed + 1, AfterHealing);
            await platform.Downloaders[0].KillAsync();
            await platform.Downloaders[0].StartAgainAsync();
        }

        var status = await platform.WaitForEndAsync(id);
        status.State.ShouldBe("Completed");
        status.Counts.Fetched.ShouldBe(3);
        status.Counts.Failed.ShouldBe(new Dictionary<string, long> { ["Crashed"] = 1 });
    }

    private async Task SurvivesAsync(Func<DistributedPlatform, Task> killAndHeal)
    {
        var platform = await pool.UseAsync(new PlatformOptions());
        await using var crawl = await WideCrawl.SubmitAsync(platform, Hosts, PagesEach, Delay);
        await crawl.HasStoredAsync(Hosts * PagesEach / 4);

        await killAndHeal(platform);
        var healed = TimeProvider.System.GetTimestamp();
        await crawl.EndsWholeAsync(AfterHealing);

        var requests = crawl.Web.Requests.CountsByPage();
        output.WriteLine(
            $"Ended {TimeProvider.System.GetElapsedTime(healed).TotalSeconds:F1} s after healing; "
            + $"{requests.Values.Sum() - crawl.Pages} requests more than pages.");
        requests.Values.Max().ShouldBeLessThanOrEqualTo(5);
    }
}
