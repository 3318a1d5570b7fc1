using Crawler.TestKit.Brokers;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>A broker brings every message at least once, and in no order.</summary>
[Collection(DistributedCollection.Name)]
public sealed class ShuffledMessagesTests(PlatformPool pool, ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [RabbitMqFact]
    public async Task EveryMessageTwiceAndInAnyOrder_ChangesNothing()
    {
        var platform = await pool.UseAsync(new PlatformOptions());
        var seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        await using var shuffler = await MessageShuffler.StartAsync(platform.VirtualHost, seed);
        await using var crawl = await WideCrawl.SubmitAsync(
            platform, hosts: 6, pagesEach: 40, TimeSpan.FromMilliseconds(50));
        await crawl.HasStoredAsync(60);

        await platform.CommandAsync(crawl.Id, "pause");
        await platform.WaitForAsync(crawl.Id, status => status.State == "Paused");
        await platform.CommandAsync(crawl.Id, "resume");
        await crawl.EndsWholeAsync(Patience);

        output.WriteLine($"{shuffler.Delivered} deliveries, {crawl.Web.Requests.CountsByPage().Values.Sum()} requests.");
        shuffler.Delivered.ShouldBeGreaterThan(100);
        platform.ReadCrawl(crawl.Id).Attempts.ShouldBe(0);
    }
}
