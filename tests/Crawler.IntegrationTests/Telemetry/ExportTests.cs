using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Telemetry;

/// <summary>What a crawl tells a collector.</summary>
public abstract class ExportTests(DatabaseProvider database)
{
    [Fact]
    public async Task Crawl_IsOneTraceFromTheRequestToItsEnd()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.ServeOnAsync(database, collector.Settings);
        using var api = new ApiClient(harness.Address);

        var id = await api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        await collector.ShouldTellOneTraceAsync(pages: 30);
    }

    [Fact]
    public async Task BatchOfAContinuousCrawl_HasATraceOfItsOwnThatRefersToTheCrawls()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(1);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.ServeOnAsync(database, collector.Settings);
        using var api = new ApiClient(harness.Address);

        await api.SubmitAsync(CrawlSpecs.Of(site.Url()) with
        {
            Continuous = new ContinuousSpec { RecrawlAfter = TimeSpan.FromSeconds(1) },
        });
        await site.WaitForAsync(3);

        var request = await collector.SpanAsync(span => span.Name == "POST /v1/crawls");
        await Eventually.HoldsAsync(() => collector.Spans.Count(span => span.Name == "dispatch") > 1);
        var dispatches = collector.Spans.Where(span => span.Name == "dispatch").ToList();
        dispatches.ShouldAllBe(span => span.TraceId != request.TraceId && span.Links.Single() == request.TraceId);
        dispatches.Select(span => span.TraceId).Distinct().Count().ShouldBe(dispatches.Count);
    }

    [Fact]
    public async Task Metrics_ArriveWithTheirUnits()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(20);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.StartOnAsync(
            database, [.. collector.Settings, "Frontier:GaugeInterval=100ms"]);

        await harness.CrawlAsync(CrawlSpecs.Of(site.Url()) with
        {
            Politeness = new PolitenessSpec { Delay = TimeSpan.FromMilliseconds(50) },
        });

        await Eventually.HoldsAsync(() => collector.Metrics.ContainsKey("crawler.crawls")
            && collector.Metrics.GetValueOrDefault("crawler.frontier.pages")?.Value == 20);
        var metrics = collector.Metrics;
        metrics["crawler.downloader.body.sent"].Unit.ShouldBe("By");
        metrics["crawler.downloader.fetch.duration"].Unit.ShouldBe("s");
        metrics["crawler.downloader.fetch.duration"].Value.ShouldBe(20);
        metrics["crawler.downloader.outcomes"].Points.ShouldContain(point => point["outcome"] == "Fetched" && point["reason"] == "none");
        metrics["crawler.frontier.host.wait"].Value.ShouldBe(metrics["crawler.frontier.batches"].Value);
        metrics["crawler.frontier.hosts.ready"].Unit.ShouldBe("{host}");
        metrics["crawler.outbox.delay"].Value.ShouldBeGreaterThan(5);
        metrics["crawler.crawls"].Points.Count.ShouldBe(4);
        var efficiency = metrics["crawler.politeness.allowed"].Value / metrics["crawler.politeness.taken"].Value;
        efficiency.ShouldBeInRange(0.01, 1.05);
        metrics.Values.Where(metric => metric.Meter == "Crawler").ShouldAllBe(metric => metric.Unit != "" && metric.Description != "");
        metrics.Keys.ShouldContain("dotnet.process.memory.working_set");
        metrics.Values.Where(metric => metric.Meter == "System.Net.Http").SelectMany(metric => metric.Points)
            .ShouldAllBe(point => !point.ContainsKey("server.address"));
    }

    [Fact]
    public async Task Logs_ArriveWithEventIdAndScopes()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(1);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.StartOnAsync(
            database, [.. collector.Settings, "Logging:OpenTelemetry:LogLevel:Crawler.Downloader=Debug"]);

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        ExportedLog? log = null;
        await Eventually.HoldsAsync(
            () => (log = collector.Logs.FirstOrDefault(one => one.Body.Contains(": Fetched ", StringComparison.Ordinal))) is not null);
        log!.TraceId.ShouldNotBeEmpty();
        log.Category.ShouldBe("Crawler.Downloader.Batches.BatchLog");
        log.Attributes["CrawlId"].ShouldBe(id.ToString());
        log.Resource["service.name"].ShouldBe("embedded");
    }
}
