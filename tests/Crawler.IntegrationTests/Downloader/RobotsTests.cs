using Crawler.Contracts.V1.Fetching;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Downloader;

public sealed class RobotsTests
{
    [Fact]
    public async Task UnknownRobots_IsAskedForFirstAndObeyed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Robots("User-agent: Crawler\nDisallow: /private").Page("/a").Page("/private/b");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/private/b"), site.Url("/a")).WithUnknownRobots());

        answer.Outcomes.Select(outcome => (outcome.Kind, outcome.Reason)).ShouldBe(
            [(OutcomeKind.Skipped, "RobotsDenied"), (OutcomeKind.Fetched, null)]);
        site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/a"]);
        var robots = answer.Robots.ShouldHaveSingleItem();
        robots.Origin.ShouldBe($"http://{site.Host}");
        robots.Access.ShouldBe(RobotsAccess.Rules);
        robots.Text.ShouldBe("User-agent: Crawler\nDisallow: /private");
        robots.HttpStatus.ShouldBe(200);
    }

    [Fact]
    public async Task KnownRobots_IsNotAskedForAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a").Page("/private/b");
        await using var downloader = new DownloaderHost();
        var batch = TestBatch.Of(site.Url("/private/b"), site.Url("/a"));

        var answer = await downloader.RunAsync(batch with
        {
            Robots = [TestBatch.Known(new Uri(site.Url()), RobotsAccess.Rules, "User-agent: *\nDisallow: /private")],
        });

        answer.Outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.Skipped, OutcomeKind.Fetched]);
        site.Requests.Select(request => request.Target).ShouldBe(["/a"]);
        answer.Robots.ShouldBeEmpty();
    }

    [Fact]
    public async Task ExpiredRobots_IsAskedForAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/a");
        await using var downloader = new DownloaderHost();
        var batch = TestBatch.Of(site.Url("/a"));

        var answer = await downloader.RunAsync(batch with
        {
            Robots = [batch.Robots[0] with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) }],
        });

        answer.Robots.ShouldHaveSingleItem().Access.ShouldBe(RobotsAccess.AllowAll);
        site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/a"]);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task FailingRobots_GivesUrlsBack(int status)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/robots.txt", status).Page("/a").Page("/b");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a"), site.Url("/b")).WithUnknownRobots());

        answer.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.NotAttempted);
        site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt"]);
        var robots = answer.Robots.ShouldHaveSingleItem();
        robots.Access.ShouldBe(RobotsAccess.Unreachable);
        robots.HttpStatus.ShouldBe(status);
    }

    [Fact]
    public async Task RefusedConnection_MakesRobotsUnreachable()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.RefuseConnections();
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a")).WithUnknownRobots());

        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
        answer.Robots.ShouldHaveSingleItem().Access.ShouldBe(RobotsAccess.Unreachable);
    }

    [Theory]
    [InlineData(5, RobotsAccess.Rules)]
    [InlineData(6, RobotsAccess.AllowAll)]
    public async Task RedirectedRobots_IsFollowedFiveTimes(int hops, RobotsAccess access)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Redirect("/robots.txt", "/r1", 301);
        for (var i = 1; i < hops; i++)
        {
            site.Redirect($"/r{i}", $"/r{i + 1}", 301);
        }

        site.Respond($"/r{hops}", 200, "User-agent: *\nDisallow: /").Page("/a");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a")).WithUnknownRobots());

        answer.Robots.ShouldHaveSingleItem().Access.ShouldBe(access);
        answer.Outcomes[0].Kind.ShouldBe(access == RobotsAccess.Rules ? OutcomeKind.Skipped : OutcomeKind.Fetched);
    }

    [Fact]
    public async Task RobotsRedirectToPrivateAddress_IsNotDialled()
    {
        await using var canary = RawSite.Silent();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Redirect("/robots.txt", canary.Url("/robots.txt"), 302).Page("/a");
        await using var downloader = new DownloaderHost(
            mayDialLoopback: false, settings: $"Downloader:AllowedAddresses:0={site.EndPoint.Address}");

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a")).WithUnknownRobots());

        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.NotAttempted);
        canary.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task CodedAndLongRobots_IsReadToItsLimit()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var text = "User-agent: *\nDisallow: /a\n"
            + string.Concat(Enumerable.Repeat("# filler filler filler\n", 40_000));
        site.RespondBytes(
            "/robots.txt", 200, SiteCompression.Encode(System.Text.Encoding.UTF8.GetBytes(text), "gzip"), "text/plain",
            ("Content-Encoding", "gzip"));
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(TestBatch.Of(site.Url("/a")).WithUnknownRobots());

        answer.Robots[0].Text!.Length.ShouldBe(512 * 1024);
        answer.Outcomes[0].Reason.ShouldBe("RobotsDenied");
    }

    [Fact]
    public async Task DisobedientCrawl_AsksForNoRobots()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Robots("User-agent: *\nDisallow: /").Page("/a");
        await using var downloader = new DownloaderHost();

        var answer = await downloader.RunAsync(
            TestBatch.Of(site.Url("/a")).WithUnknownRobots() with { ObeyRobots = false });

        answer.Outcomes[0].Kind.ShouldBe(OutcomeKind.Fetched);
        site.Requests.Select(request => request.Target).ShouldBe(["/a"]);
    }

    [Fact]
    public async Task CrawlDelayOfFreshRobots_SlowsBatchDown()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Robots("User-agent: *\nCrawl-delay: 1").Page("/a");
        await using var downloader = new DownloaderHost(settings: "Downloader:MaxCrawlDelay=300ms");

        await downloader.RunAsync(TestBatch.Of(site.Url("/a")).WithUnknownRobots());

        site.Requests.MinimumGap().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(250));
    }
}
