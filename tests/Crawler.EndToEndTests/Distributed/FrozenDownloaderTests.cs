using Crawler.TestKit.Platforms;
using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

[Collection(DistributedCollection.Name)]
public sealed class FrozenDownloaderTests(PlatformPool pool)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly PlatformOptions ShortLeases = new PlatformOptions().With(
        "Frontier:LeaseTime=4s", "Frontier:RequestTimeout=1s", "Frontier:WorkerLostAfter=2s");

    [OwnServersFact]
    public async Task DownloaderFrozenPastItsLeases_ChangesNothingWhenItGoesOn()
    {
        var platform = await pool.UseAsync(ShortLeases);
        await using var crawl = await WideCrawl.SubmitAsync(
            platform, hosts: 9, pagesEach: 80, TimeSpan.FromMilliseconds(100));
        var frozen = platform.Downloaders[0];

        await Eventually.HoldsAsync(() => FreezesWithLeases(platform, frozen), TimeSpan.FromSeconds(60), every: Pause);
        await crawl.EndsWholeAsync(TimeSpan.FromSeconds(90));
        var requests = crawl.Web.RequestCount;
        var before = platform.ReadCrawl(crawl.Id);
        frozen.SendSignal(ProcessSignal.Thaw);
        await ComesBackAsync(platform, frozen);
        await using var next = await WideCrawl.SubmitAsync(
            platform, hosts: 9, pagesEach: 40, TimeSpan.FromMilliseconds(100));
        await next.IsSharedAsync();
        await next.EndsWholeAsync(TimeSpan.FromSeconds(60));

        await crawl.IsWholeAsync();
        platform.ReadCrawl(crawl.Id).Pages.ShouldBe(before.Pages);

        // What it had sent before it froze may have been asked for again; after it went on it asked for nothing.
        crawl.Web.RequestCount.ShouldBe(requests);
        (await platform.ErrorQueuesAsync()).ShouldBeEmpty();
    }

    /// <summary>By itself, or because it ends with an error and is started again.</summary>
    private static async Task ComesBackAsync(DistributedPlatform platform, ServiceProcess downloader)
    {
        await Eventually.HoldsAsync(
            () => downloader.HasExited || platform.InUse(downloader) == 0, TimeSpan.FromSeconds(60), "It has not come back.");
        if (downloader.HasExited)
        {
            (await downloader.WaitForExitAsync()).ShouldBe(1);
            await downloader.StartAgainAsync();
        }
    }

    /// <summary>Which batches it works on is known from its last heartbeat; it must not have ended them since.</summary>
    private static bool FreezesWithLeases(DistributedPlatform platform, ServiceProcess downloader)
    {
        downloader.SendSignal(ProcessSignal.Freeze);
        if (platform.LeasesOf(downloader) > 0)
        {
            return true;
        }

        downloader.SendSignal(ProcessSignal.Thaw);
        return false;
    }
}
