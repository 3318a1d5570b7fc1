using System.Text.Json;

using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.IntegrationTests.Crawls;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Sentry;
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
        site.Generate(3);
        await using var sentry = await SentryServer.StartAsync();
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.AddToBus(bus => bus.AddConfigureEndpointsCallback((_, endpoint) =>
                endpoint.UseInlineFilter((context, next) => context.TryGetMessage(out ConsumeContext<FetchHostBatch>? _)
                    ? throw new InvalidOperationException("The page broke; password=hunter2")
                    : next.Send(context)))),
            $"SENTRY_DSN={sentry.Dsn}", "SENTRY_ENVIRONMENT=staging", "SENTRY_RELEASE=crawler@9.9.9");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var report = await EventAsync(sentry, one => one.ToString().Contains("The page broke"));

        report.GetProperty("environment").GetString().ShouldBe("staging");
        report.GetProperty("release").GetString().ShouldBe("crawler@9.9.9");
        report.GetProperty("tags").ToString().ShouldBe("");
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

        var tags = report.GetProperty("tags");
        tags.GetProperty("crawl").GetString().ShouldBe(id.ToString());
    }

    private static async Task<JsonElement> EventAsync(SentryServer sentry, Func<JsonElement, bool> condition)
    {
        try
        {
            await Eventually.HoldsAsync(() => sentry.Events.Any(condition));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException(string.Join('\n', sentry.Events.Select(one => one.ToString())));
        }

        return sentry.Events.First(condition);
    }
}
