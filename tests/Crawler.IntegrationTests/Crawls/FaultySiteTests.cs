using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>Sites that are slow, broken or hostile: each page ends in its state and reason, and so does the crawl.</summary>
public abstract class FaultySiteTests(DatabaseProvider database)
{
    private static readonly string[] FastGivingUp = ["Frontier:MaxHostWait=1s", "Frontier:RequestTimeout=1s"];

    [Fact]
    public async Task EveryFault_EndsInItsStateAndReason()
    {
        await using var web = await FakeWeb.StartAsync();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        var hub = web.AddSite();
        var refusing = web.AddSite().RefuseConnections();
        AddBroken(web, expected);
        AddRedirecting(web, expected);
        AddRefusing(web, expected);
        expected[refusing.Url("/")] = "Failed(RobotsUnreachable)";
        expected["http://10.255.255.1/"] = "Failed(AddressDenied)";
        hub.Page("/", links: [.. expected.Keys]);

        // Nothing links to it: it is the end of ten redirects.
        var endless = expected.Keys.Single(url => url.EndsWith("/endless/0", StringComparison.Ordinal));
        expected[endless[..^1] + "10"] = "Failed(RedirectLimit)";
        await using var harness = await StartAsync(FastGivingUp);
        var spec = CrawlSpecs.Everywhere(hub.Url()) with { Content = new ContentSpec { MaxBytes = 256 * 1024 } };

        var id = await harness.SubmitAsync(spec);
        var status = await harness.WaitForEndAsync(id, TimeSpan.FromSeconds(60));

        status.State.ShouldBe("Completed");
        var urls = await harness.UrlsAsync(id);
        expected.Where(pair => urls.GetValueOrDefault(pair.Key) != pair.Value)
            .Select(pair => $"{pair.Key} should be {pair.Value}, and is {urls.GetValueOrDefault(pair.Key)}")
            .ShouldBeEmpty();
        harness.Log.Errors.ShouldBeEmpty();
        harness.ReadCrawl().ShouldBeWhole();
        await ArchiveCheck.ShouldBeValidAsync(harness.ArchiveFolder);
    }

    [Fact]
    public async Task ClosedPort_FailsAfterItsAttemptsWhereNobodyAsksForRobots()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().RefuseConnections();
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()) with { Robots = new RobotsSpec { Obey = false } });
        var status = await harness.WaitForEndAsync(id);

        status.EndReason.ShouldBe(EndReason.SeedsFailed);
        (await harness.UrlsAsync(id))[site.Url()].ShouldBe("Failed(Connect)");
    }

    [Fact]
    public async Task ErrorThatPasses_IsTriedAgainAndItsLinksAreFollowed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().FailThenPage("/", times: 1, links: "/next").Page("/next");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await harness.WaitForEndAsync(id);

        status.Counts.Fetched.ShouldBe(2);
        site.Requests.CountsByTarget()["/"].ShouldBe(2);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfter_IsWaitedForAndCostsNoAttempt(int refusal)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Throttle("/", "1", times: 3, status: refusal);
        await using var harness = await StartAsync("Frontier:MaxAttempts=1", "Frontier:MaxHostWait=1m");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var waiting = await harness.WaitForAsync(id, status => status.WaitingOn?.Reason == "Throttled");
        var status = await harness.WaitForEndAsync(id);

        waiting.WaitingOn!.Host.ShouldBe(site.Host);
        waiting.WaitingOn.Until.ShouldNotBeNull();
        status.State.ShouldBe("Completed");
        var asked = site.Requests.Where(request => request.Target == "/").ToArray();
        asked.Length.ShouldBe(4);
        asked.MinimumGap().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(950));
    }

    [Fact]
    public async Task SpiderTrap_EndsAtThePageLimitExactly()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Trap("/");
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url("/trap")).Limited(pages: 60));

        status.State.ShouldBe("Completed");
        status.EndReason.ShouldBe(EndReason.PageLimit);
        status.LastSeq.ShouldBe(60);
        status.Counts.Skipped["PageLimit"].ShouldBeGreaterThan(0);
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task RobotsThatFail_ThenAnswer_LetTheCrawlGoOn()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/").FailThenPage("/robots.txt", times: 2);
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url()));

        status.State.ShouldBe("Completed");
        site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/robots.txt", "/robots.txt", "/"]);
    }

    [Fact]
    public async Task NothingStored_FailsWithSeedsFailed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url("/missing")));

        status.State.ShouldBe("Failed");
        status.EndReason.ShouldBe(EndReason.SeedsFailed);
        status.Counts.Gone.ShouldBe(1);
    }

    private static void AddBroken(FakeWeb web, Dictionary<string, string> expected)
    {
        var slow = web.AddSite().SlowHeaders("/", TimeSpan.FromSeconds(30));
        expected[slow.Url("/")] = "Failed(Timeout)";
        var site = web.AddSite()
            .CompressedPage("/br", "br")
            .Drip("/drip", 10_000, TimeSpan.FromMilliseconds(200))
            .ResetInHeaders("/reset").ResetInBody("/torn")
            .InfiniteBody("/infinite").GzipBomb("/bomb", 64 * 1024 * 1024)
            .Respond("/forbidden", 403).Respond("/gone", 410).Respond("/broken", 500)
            .FailThenPage("/recovers", times: 1);
        expected[site.Url("/br")] = "Fetched";
        expected[site.Url("/drip")] = "Failed(Timeout)";
        expected[site.Url("/reset")] = "Failed(Body)";
        expected[site.Url("/torn")] = "Failed(Body)";
        expected[site.Url("/infinite")] = "Skipped(TooLarge)";
        expected[site.Url("/bomb")] = "Skipped(TooLarge)";
        expected[site.Url("/forbidden")] = "Failed(Http4xx)";
        expected[site.Url("/gone")] = "Gone";
        expected[site.Url("/missing")] = "Gone";
        expected[site.Url("/broken")] = "Failed(Http5xx)";
        expected[site.Url("/recovers")] = "Fetched";
    }

    private static void AddRedirecting(FakeWeb web, Dictionary<string, string> expected)
    {
        var site = web.AddSite()
            .RedirectLoop("/self").RedirectLoop("/ping", "/pong").RedirectChain("/chain", 3, "/end").Page("/end")
            .EndlessRedirects("/endless/").Redirect("/nowhere", "javascript:void(0)");
        expected[site.Url("/self")] = "Failed(RedirectLimit)";
        expected[site.Url("/ping")] = "Redirected";
        expected[site.Url("/pong")] = "Redirected";
        expected[site.Url("/chain")] = "Redirected";
        expected[site.Url("/chain-2")] = "Redirected";
        expected[site.Url("/end")] = "Fetched";
        expected[site.Url("/endless/0")] = "Redirected";
        expected[site.Url("/nowhere")] = "Failed(Body)";
    }

    private static void AddRefusing(FakeWeb web, Dictionary<string, string> expected)
    {
        var throttling = web.AddSite().Throttle("/", retryAfter: null);
        var denying = web.AddSite().Robots("User-agent: *\nDisallow: /").Page("/");
        var unreachable = web.AddSite().Respond("/robots.txt", 500).Page("/");
        expected[throttling.Url("/")] = "Failed(Throttled)";
        expected[denying.Url("/")] = "Skipped(RobotsDenied)";
        expected[unreachable.Url("/")] = "Failed(RobotsUnreachable)";
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
