using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

namespace Crawler.EndToEndTests.Acceptance;

/// <content>Sites that are slow, broken or hostile.</content>
public abstract partial class AcceptanceTests
{
    [AcceptanceFact]
    public async Task EveryFault_EndsInItsStateAndReason()
    {
        await using var web = await FakeWeb.StartAsync();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        AddBroken(web, expected);
        AddRedirecting(web, expected);
        AddRefusing(web, expected);
        var hub = web.AddSite().Page("/", links: [.. expected.Keys]);
        var platform = await UseAsync();
        var spec = CrawlSpecs.Everywhere(hub.Url()) with { Content = new ContentSpec { MaxBytes = 256 * 1024 } };

        var (id, status) = await platform.CrawlAsync(spec, TimeSpan.FromSeconds(120));

        status.State.ShouldBe("Completed");
        var crawl = platform.ReadCrawl(id);
        expected.Where(pair => crawl.UrlStates.GetValueOrDefault(pair.Key) != pair.Value)
            .Select(pair => $"{pair.Key} should be {pair.Value}, and is {crawl.UrlStates.GetValueOrDefault(pair.Key)}")
            .ShouldBeEmpty();
        crawl.ShouldBeWhole();
        await ArchiveCheck.ShouldBeValidAsync(platform.ArchiveFolder);
    }

    [AcceptanceFact]
    public async Task ErrorThatPasses_IsTriedAgainAndItsLinksAreFollowed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().FailThenPage("/", times: 1, links: "/next").Page("/next");
        var platform = await UseAsync();

        var (_, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()));

        status.Counts.Fetched.ShouldBe(2);
        site.Requests.CountsByTarget()["/"].ShouldBe(2);
    }

    [AcceptanceFact]
    public async Task RetryAfter_IsWaitedForAndCostsNoAttempt()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Throttle("/", "1", times: 3);
        var platform = await UseAsync();

        var id = await platform.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var waiting = await platform.WaitForAsync(id, crawl => crawl.WaitingOn?.Reason == "Throttled" || crawl.HasEnded);
        var status = await platform.WaitForEndAsync(id);

        waiting.WaitingOn!.Host.ShouldBe(site.Host);
        (status.State, status.Counts.Fetched).ShouldBe(("Completed", 1));
        var asked = site.Requests.Where(request => request.Target == "/").ToArray();
        asked.Length.ShouldBe(4);
        asked.MinimumGap().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(950));
        platform.ReadCrawl(id).Attempts.ShouldBe(0);
    }

    [AcceptanceFact]
    public async Task NothingStored_FailsWithSeedsFailed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var platform = await UseAsync();

        var (_, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url("/missing")));

        (status.State, status.EndReason, status.Counts.Gone).ShouldBe(("Failed", EndReason.SeedsFailed, 1));
    }

    private static void AddBroken(FakeWeb web, Dictionary<string, string> expected)
    {
        var slow = web.AddSite().SlowHeaders("/", TimeSpan.FromSeconds(30));
        expected[slow.Url("/")] = "Failed(Timeout)";
        var site = web.AddSite()
            .ResetInHeaders("/reset").ResetInBody("/torn").InfiniteBody("/infinite").GzipBomb("/bomb", 64 * 1024 * 1024)
            .Respond("/forbidden", 403).Respond("/gone", 410).Respond("/broken", 500).FailThenPage("/recovers", times: 1);
        expected[site.Url("/reset")] = "Failed(Body)";
        expected[site.Url("/torn")] = "Failed(Body)";
        expected[site.Url("/infinite")] = "Skipped(TooLarge)";
        expected[site.Url("/bomb")] = "Skipped(TooLarge)";
        expected[site.Url("/forbidden")] = "Failed(Http4xx)";
        expected[site.Url("/gone")] = "Gone";
        expected[site.Url("/missing")] = "Gone";
        expected[site.Url("/broken")] = "Failed(Http5xx)";
        expected[site.Url("/recovers")] = "Fetched";
        expected["http://10.255.255.1/"] = "Failed(AddressDenied)";
    }

    private static void AddRedirecting(FakeWeb web, Dictionary<string, string> expected)
    {
        var site = web.AddSite()
            .RedirectLoop("/self").RedirectLoop("/ping", "/pong").RedirectChain("/chain", 3, "/end").Page("/end")
            .EndlessRedirects("/endless/").Redirect("/nowhere", "javascript:void(0)");
        expected[site.Url("/self")] = "Failed(RedirectLimit)";
        expected[site.Url("/ping")] = "Redirected";
        expected[site.Url("/chain")] = "Redirected";
        expected[site.Url("/end")] = "Fetched";
        expected[site.Url("/endless/0")] = "Redirected";
        expected[site.Url("/nowhere")] = "Failed(Body)";
    }

    private static void AddRefusing(FakeWeb web, Dictionary<string, string> expected)
    {
        var throttling = web.AddSite().Throttle("/", retryAfter: null);
        var denying = web.AddSite().Robots("User-agent: *\nDisallow: /").Page("/");
        var unreachable = web.AddSite().Respond("/robots.txt", 500).Page("/");
        var refusing = web.AddSite().RefuseConnections();
        expected[throttling.Url("/")] = "Failed(Throttled)";
        expected[denying.Url("/")] = "Skipped(RobotsDenied)";
        expected[unreachable.Url("/")] = "Failed(RobotsUnreachable)";
        expected[refusing.Url("/")] = "Failed(RobotsUnreachable)";
    }
}
