using System.Diagnostics.Metrics;

using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using MassTransit;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>The sent-link filter in a whole crawl.</summary>
[Collection(HostCollection.Name)]
public sealed class SentLinksTests
{
    [Fact]
    public async Task DroppedAnswers_LoseNoPage()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(60, branching: 3, crossLinks: 20);
        var answers = 0;
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.AddToBus(bus => bus.AddConfigureEndpointsCallback((_, endpoint) =>
                endpoint.UseInlineFilter((context, next) =>
                    context.TryGetMessage(out ConsumeContext<HostBatchFetched>? _) && Interlocked.Increment(ref answers) is 2 or 3 or 5
                        ? Task.CompletedTask
                        : next.Send(context)))),
            "Frontier:LeaseTime=2s", "Frontier:RequestTimeout=1s", "Messaging:HeartbeatInterval=1m");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await harness.WaitForEndAsync(id);

        status.EndReason.ShouldBe(EndReason.Drained);
        answers.ShouldBeGreaterThan(5);
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
    }

    [Fact]
    public async Task LinksOfCommittedAnswers_AreLeftOutOfLaterOnes()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(300, crossLinks: 20);
        using var leftOut = new LeftOutLinks();
        await using var harness = await EmbeddedHarness.StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        leftOut.Count.ShouldBeGreaterThan(0);
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
    }

    private sealed class LeftOutLinks : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public LeftOutLinks()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "crawler.downloader.links.known")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _count, count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
