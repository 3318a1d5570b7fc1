using System.Net;
using System.Text.Json;

using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Sentry;
using Crawler.TestKit.Telemetry;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Sentry;

/// <summary>What goes wrong in a crawl arrives at a Sentry project.</summary>
[Collection(HostCollection.Name)]
public sealed class ReportingTests
{
    [Fact]
    public async Task PageWhoseConsumerThrows_IsReportedWithItsCrawlAndHost()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(1);
        await using var sentry = await SentryServer.StartAsync();
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.AddToBus(bus => bus.AddConsumer<BrokenConsumer>()),
            $"SENTRY_DSN={sentry.Dsn}", "SENTRY_ENVIRONMENT=staging", "SENTRY_RELEASE=crawler@9.9.9");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);
        var report = await EventAsync(sentry, one => one.ToString().Contains("The page broke"));

        report.GetProperty("environment").GetString().ShouldBe("staging");
        report.GetProperty("release").GetString().ShouldBe("crawler@9.9.9");
        report.GetProperty("transaction").GetString().ShouldBe(nameof(FetchHostBatch));
        Tags(report).ShouldBe(
            [("service", "embedded"), ("crawl", id.ToString()), ("host", new Uri(site.Url()).Authority)], ignoreOrder: true);
        var exception = report.GetProperty("exception").GetProperty("values")[0];
        exception.GetProperty("value").GetString().ShouldBe("The page broke; password=[Filtered]");
        var frame = exception.GetProperty("stacktrace").GetProperty("frames").EnumerateArray().Last();
        frame.GetProperty("function").GetString().ShouldBe(nameof(BrokenConsumer.Consume));
        sentry.Bodies.ShouldAllBe(body => !body.Contains("R-FAULT"), "MassTransit's log tells of the same fault.");
        sentry.Bodies.ShouldAllBe(body => !body.Contains("hunter2"));
    }

    [Fact]
    public async Task PageThatTheArchiveCannotTake_IsReportedWithItsCrawlAndHost()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(3);
        await using var sentry = await SentryServer.StartAsync();
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.Services.AddSingleton<IArchiveStore, BrokenArchive>(), $"SENTRY_DSN={sentry.Dsn}");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var report = await EventAsync(sentry, one => one.ToString().Contains("No space"));

        Tags(report).ShouldBe(
            [("service", "embedded"), ("crawl", id.ToString()), ("host", new Uri(site.Url()).Authority)], ignoreOrder: true);
        report.GetProperty("release").GetString()!.ShouldStartWith("crawler@");
    }

    [Fact]
    public async Task RequestThatFails_IsReported()
    {
        await using var sentry = await SentryServer.StartAsync();
        await using var harness = await EmbeddedHarness.ServeAsync($"SENTRY_DSN={sentry.Dsn}");
        using var api = new ApiClient(harness.Address);
        File.Delete(harness.DatabaseFile);

        using var answer = await api.GetAsync("/v1/crawls");
        var report = await EventAsync(sentry, one => one.ToString().Contains("v1/crawls"));

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        report.GetProperty("logger").GetString().ShouldEndWith("ProblemExceptionHandler");
    }

    [Fact]
    public async Task ErrorWithinATrace_NamesIt()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(1);
        await using var sentry = await SentryServer.StartAsync();
        await using var collector = await OtlpReceiver.StartAsync();
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.AddToBus(bus => bus.AddConsumer<BrokenConsumer>()),
            [.. collector.Settings, $"SENTRY_DSN={sentry.Dsn}"]);

        await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var report = await EventAsync(sentry, one => one.ToString().Contains("The page broke"));

        var trace = report.GetProperty("contexts").GetProperty("trace").GetProperty("trace_id").GetString()!;
        await Eventually.HoldsAsync(() => collector.Spans.Any(span => span.TraceId == trace && span.Name == "dispatch"));
    }

    private static List<(string Name, string? Value)> Tags(JsonElement report) =>
        [.. report.GetProperty("tags").EnumerateObject().Select(tag => (tag.Name, tag.Value.GetString()))];

    private static async Task<JsonElement> EventAsync(SentryServer sentry, Func<JsonElement, bool> condition)
    {
        try
        {
            await Eventually.HoldsAsync(() => sentry.Events.Any(condition));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(string.Join('\n', sentry.Events.Select(one => one.ToString())), e);
        }

        return sentry.Events.First(condition);
    }

    /// <summary>Gets every page's batch beside the downloader, and breaks over it.</summary>
    private sealed class BrokenConsumer : IConsumer<FetchHostBatch>
    {
        public Task Consume(ConsumeContext<FetchHostBatch> context) =>
            throw new InvalidOperationException("The page broke; password=hunter2");
    }

    /// <summary>A disk that is full.</summary>
    private sealed class BrokenArchive : IArchiveStore
    {
        public ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken) =>
            throw new IOException("No space left on device");

        public ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken) =>
            new((ArchivedResponse?)null);

        public ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
