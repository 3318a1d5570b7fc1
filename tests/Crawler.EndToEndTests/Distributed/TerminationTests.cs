using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Processes;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>SIGTERM under load, as at every update: nothing is lost, and nobody is blamed for it.</summary>
[Collection(DistributedCollection.Name)]
public sealed class TerminationTests(PlatformPool pool)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [RabbitMqFact]
    public async Task TerminatedServices_EndInGoodOrderAndCostNobodyAnAttempt()
    {
        var platform = await pool.UseAsync(new PlatformOptions());
        await using var crawl = await WideCrawl.SubmitAsync(
            platform, hosts: 9, pagesEach: 60, TimeSpan.FromMilliseconds(60));
        await crawl.IsSharedAsync();

        foreach (var process in platform.Processes)
        {
            process.SendSignal(ProcessSignal.Terminate);
            (await process.WaitForExitAsync()).ShouldBe(0, process.Name);
            await process.StartAgainAsync();
        }

        await crawl.EndsWholeAsync(Patience);
        var stored = platform.ReadCrawl(crawl.Id);
        (stored.Attempts, stored.Crashes).ShouldBe((0, 0));
        crawl.Web.Requests.CountsByPage().ShouldAllBe(page => page.Value == 1);
        await ArchiveCheck.ShouldBeValidAsync(platform.ArchiveFolder);
    }
}
