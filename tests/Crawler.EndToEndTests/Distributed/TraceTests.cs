using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

[Collection(DistributedCollection.Name)]
public sealed class TraceTests(PlatformPool pool)
{
    [RabbitMqFact]
    public async Task CrawlOverSeparateServices_IsOneTrace()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        await using var collector = await OtlpReceiver.StartAsync();
        var platform = await pool.UseAsync(new PlatformOptions { Downloaders = 1 }.With(collector.Settings));

        var (_, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()));

        status.Counts.Fetched.ShouldBe(30);
        var trace = await collector.ShouldTellOneTraceAsync(pages: 30, gateway: "gateway");
        trace.Select(span => span.Resource["service.name"]).Distinct()
            .ShouldBe(["gateway", "scheduler", "downloader"], ignoreOrder: true);
    }
}
