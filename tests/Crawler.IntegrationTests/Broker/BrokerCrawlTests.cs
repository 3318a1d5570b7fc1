using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Crawls;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>Crawls whose messages go through a broker.</summary>
[Collection(HostCollection.Name)]
public sealed class BrokerCrawlTests(RabbitMqServer broker)
{
    [RabbitMqFact]
    public async Task GeneratedSite_IsStoredWholeAndEveryPageAskedForOnce()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(500);
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        status.EndReason.ShouldBe(EndReason.Drained);
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        harness.Log.Errors.ShouldBeEmpty();
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
        await NothingIsLeftAsync(host);
    }

    [RabbitMqFact]
    public async Task PausedCrawl_GoesOnAndEndsWhenItIsCancelled()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(200);
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        var id = await harness.SubmitAsync(
            CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await harness.WaitForAsync(id, status => status.Counts.Fetched > 0);

        await harness.CommandAsync(new PauseCrawl { CrawlId = id });
        var paused = await harness.WaitForAsync(id, status => status.State == "Paused" && status.Counts.Leased == 0);
        await harness.CommandAsync(new ResumeCrawl { CrawlId = id });
        await harness.WaitForAsync(id, status => status.Counts.Fetched > paused.Counts.Fetched);
        await harness.CommandAsync(new CancelCrawl { CrawlId = id });

        (await harness.WaitForEndAsync(id)).State.ShouldBe("Cancelled");
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
    }

    private static async Task NothingIsLeftAsync(VirtualHost host)
    {
        foreach (var queue in QueueNames.Shared.Except([QueueNames.WorkerHeartbeat]))
        {
            (await host.CountAsync($"{queue}_error")).ShouldBe(0u, queue);
        }
    }
}
