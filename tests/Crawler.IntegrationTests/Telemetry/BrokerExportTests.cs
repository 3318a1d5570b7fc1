using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Web;

using Xunit;

namespace Crawler.IntegrationTests.Telemetry;

/// <summary>A trace goes through a broker as messages do.</summary>
[Collection(HostCollection.Name)]
public sealed class BrokerExportTests(RabbitMqServer broker)
{
    [RabbitMqFact]
    public async Task Crawl_IsOneTraceFromTheRequestToItsEnd()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.ServeAsync([.. collector.Settings, .. host.Settings]);
        using var api = new ApiClient(harness.Address);

        var id = await api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        await collector.ShouldTellOneTraceAsync(pages: 30);
    }
}
