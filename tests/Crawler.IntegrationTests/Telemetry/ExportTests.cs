using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Crawls;
using Crawler.IntegrationTests.Gateway;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Telemetry;

/// <summary>What a crawl tells a collector.</summary>
[Collection(HostCollection.Name)]
public sealed class ExportTests
{
    [Fact]
    public async Task Crawl_IsOneTraceFromTheRequestToItsEnd()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.ServeAsync(collector.Settings);
        using var api = new ApiClient(harness.Address);

        var id = await api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        var root = await SpanAsync(collector, span => span is { Source: "Microsoft.AspNetCore", ParentId: "" }
            && span.Attributes.GetValueOrDefault("http.route") == "/v1/crawls"
            && span.Attributes.GetValueOrDefault("http.request.method") == "POST");
        await SpanAsync(collector, span => span.TraceId == root.TraceId && span.Name.StartsWith("CrawlCompleted", StringComparison.Ordinal));
        var trace = collector.Spans.Where(span => span.TraceId == root.TraceId).ToList();
        trace.Select(span => $"{span.Source}: {span.Name}").Distinct().ShouldBeSubsetOf([]);
    }

    [Fact]
    public async Task Metrics_ArriveWithTheirUnits()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.StartAsync([.. collector.Settings, "Frontier:GaugeInterval=100ms"]);

        await harness.CrawlAsync(CrawlSpecs.Of(site.Url()));

        await Eventually.HoldsAsync(() => collector.Metrics.ContainsKey("crawler.crawls")
            && collector.Metrics.GetValueOrDefault("crawler.frontier.pages")?.Value == 30);
        collector.Metrics.Values.Where(metric => metric.Meter == "Crawler").ToDictionary(metric => metric.Name, metric => metric.Unit)
            .ShouldBe(new Dictionary<string, string>(StringComparer.Ordinal), ignoreOrder: true);
    }

    private static async Task<ExportedSpan> SpanAsync(OtlpReceiver collector, Func<ExportedSpan, bool> condition)
    {
        await Eventually.HoldsAsync(
            () => collector.Spans.Any(condition),
            because: string.Join('\n', collector.Spans.Select(span => $"{span.Source}: {span.Name} {string.Join(' ', span.Attributes)}").Distinct()));
        return collector.Spans.First(condition);
    }
}
