using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class PaceTests
{
    [Fact]
    public async Task Interval_IsKeptAsTheServerSeesIt()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Robots("User-agent: *\nDisallow:").Page("/a").Page("/b").Page("/c");
        await using var downloader = new DownloaderHost();

        await downloader.RunAsync(
            TestBatch.Of(site.Url("/a"), site.Url("/b"), site.Url("/c")).WithUnknownRobots() with
            {
                Interval = TimeSpan.FromMilliseconds(200),
                Connections = 3,
            });

        site.Requests.Count.ShouldBe(4);
        site.Requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task Connections_AreNeverExceeded()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.HandleUnder("/", async context =>
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted));
        await using var downloader = new DownloaderHost();

        await downloader.RunAsync(
            TestBatch.Of([.. Enumerable.Range(0, 30).Select(i => site.Url($"/{i}"))]) with { Connections = 3 });

        site.Requests.Count.ShouldBe(30);
        site.Requests.MaximumConcurrency().ShouldBe(3);
        site.Connections.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task MaxFetches_HoldsOverAllBatches()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, 6).Select(_ => web.AddSite()).ToList();
        sites.ForEach(site => site.HandleUnder("/", async context =>
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted)));
        await using var downloader = new DownloaderHost(settings: "Downloader:MaxFetches=2");

        await Task.WhenAll(sites.Select(site => downloader.RunAsync(TestBatch.Of(site.Url("/a"), site.Url("/b")))));

        web.Requests.Count.ShouldBe(12);
        web.Requests.MaximumConcurrency().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task LeaseEnd_AllowsNoStartWithinOneTimeout()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a")) with
        {
            RequestTimeout = TimeSpan.FromSeconds(20),
            LeasedUntil = TimeProvider.System.GetUtcNow().AddSeconds(19),
        });

        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
        answer.SinceLastStart.ShouldBeNull();
        site.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task ThrottledAnswer_GivesTheRestBack(int status)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Respond("/b", status).Page("/c").Page("/d");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/a"), site.Url("/b"), site.Url("/c"), site.Url("/d")));

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe(
            [OutcomeKind.Fetched, OutcomeKind.Throttled, OutcomeKind.NotAttempted, OutcomeKind.NotAttempted]);
        site.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task SilentHost_GivesTheRestBackAfterThreeFailures()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        foreach (var path in (string[])["/1", "/2", "/4", "/5", "/6"])
        {
            site.ResetInHeaders(path);
        }

        site.Page("/3").Page("/7");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of([.. Enumerable.Range(1, 7).Select(i => site.Url($"/{i}"))]));

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe(
        [
            OutcomeKind.Failed, OutcomeKind.Failed, OutcomeKind.Fetched, OutcomeKind.Failed, OutcomeKind.Failed,
            OutcomeKind.Failed, OutcomeKind.NotAttempted,
        ]);
    }
}
