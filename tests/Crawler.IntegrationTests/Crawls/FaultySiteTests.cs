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
        var sites = new FaultySites(web);
        await using var harness = await StartAsync(FastGivingUp);

        var id = await harness.SubmitAsync(sites.Spec);
        var status = await harness.WaitForEndAsync(id, TimeSpan.FromSeconds(60));

        status.State.ShouldBe("Completed");
        sites.ShouldHaveEndedAs(await harness.UrlsAsync(id));
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

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
