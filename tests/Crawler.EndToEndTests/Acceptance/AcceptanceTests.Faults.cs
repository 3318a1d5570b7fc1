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
        var sites = new FaultySites(web);
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(sites.Spec, TimeSpan.FromSeconds(120));

        status.State.ShouldBe("Completed");
        var crawl = platform.ReadCrawl(id);
        sites.ShouldHaveEndedAs(crawl.UrlStates);
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
}
