using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>A broker brings every message at least once.</summary>
[Collection(HostCollection.Name)]
public sealed class DuplicateTests(RabbitMqServer broker)
{
    private static readonly IReadOnlyList<Type> Messages =
    [
        .. typeof(SubmitCrawl).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && !type.Name.EndsWith("Spec", StringComparison.Ordinal)),
    ];

    [RabbitMqFact]
    public async Task EveryMessageTwice_ChangesNothing()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(300);
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        await using var copier = await MessageCopier.StartAsync(host, Messages);

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForAsync(id, status => status.Counts.Fetched > 50);
        await harness.CommandAsync(new PauseCrawl { CrawlId = id });
        await harness.CommandAsync(new ResumeCrawl { CrawlId = id });
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        copier.Copied.ShouldBeGreaterThan(20);
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
    }
}
