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
