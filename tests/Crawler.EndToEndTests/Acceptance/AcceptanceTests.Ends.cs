using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

namespace Crawler.EndToEndTests.Acceptance;

/// <content>Commands and limits: every crawl ends, and says why.</content>
public abstract partial class AcceptanceTests
{
    [AcceptanceFact]
    public async Task PausedCrawl_FetchesNothingUntilItIsResumed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(30);
        var other = web.AddSite();
        other.Generate(10);
        var platform = await UseAsync();
        var id = await platform.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(100)));
        await site.WaitForAsync(5, TimeSpan.FromSeconds(60));

        await platform.CommandAsync(id, "pause");
        var paused = await platform.WaitForAsync(id, crawl => crawl.State == "Paused" && crawl.Counts.Leased == 0);
        var requests = site.RequestCount;

        // Another crawl from beginning to end: time in which the first would have fetched, if it could.
        await platform.CrawlAsync(CrawlSpecs.Of(other.Url()).Every(TimeSpan.FromMilliseconds(100)));
        var still = site.RequestCount;
        await platform.CommandAsync(id, "resume");
        var ended = await platform.WaitForEndAsync(id);

        paused.WaitingOn!.Reason.ShouldBe("Paused");
        paused.AvailableActions.ShouldBe(["resume", "cancel"]);
        still.ShouldBe(requests);
        (ended.State, ended.Counts.Fetched).ShouldBe(("Completed", 30));
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        platform.ReadCrawl(id).ShouldBeWhole();
    }

    [AcceptanceFact]
    public async Task CancelledCrawl_EndsSoonAndFetchesNothingMore()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(500);
        var other = web.AddSite();
        other.Generate(10);
        var platform = await UseAsync();
        var id = await platform.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(100)));
        await site.WaitForAsync(5, TimeSpan.FromSeconds(60));

        await platform.CommandAsync(id, "cancel");
        var ended = await platform.WaitForEndAsync(id);
        var requests = site.RequestCount;
        await platform.CrawlAsync(CrawlSpecs.Of(other.Url()).Every(TimeSpan.FromMilliseconds(100)));

        (ended.State, ended.EndReason).ShouldBe(("Cancelled", EndReason.Cancelled));
        ended.Counts.Skipped["Cancelled"].ShouldBeGreaterThan(0);
        site.RequestCount.ShouldBe(requests);
        requests.ShouldBeLessThan(250);
        platform.ReadCrawl(id).ShouldBeWhole();
    }

    [AcceptanceFact]
    public async Task PageLimit_IsExactInATrapWithoutEnd()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Trap("/");
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url("/trap")).Limited(pages: 60));

        (status.State, status.EndReason, status.LastSeq).ShouldBe(("Completed", EndReason.PageLimit, 60));
        status.Counts.Skipped["PageLimit"].ShouldBeGreaterThan(0);
        platform.ReadCrawl(id).ShouldBeWhole();
    }

    [AcceptanceFact]
    public async Task DepthLimit_StopsThatManyLinksFromTheSeed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(100, branching: 3, crossLinks: 0);
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()).Limited(depth: 2));

        status.EndReason.ShouldBe(EndReason.Drained);
        (await platform.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            from page in Enumerable.Range(0, 100)
            where generated.TreeDepth(page) <= 2
            select site.Url(GeneratedPages.Target(page)),
            ignoreOrder: true);
        status.Counts.Skipped["DepthLimit"].ShouldBe(27);
    }

    [AcceptanceFact]
    public async Task DurationLimit_EndsTheCrawlWithWhatItHas()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(200);
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(
            CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(300)).Limited(duration: TimeSpan.FromSeconds(3)));

        (status.State, status.EndReason).ShouldBe(("Completed", EndReason.DurationLimit));
        status.Counts.Fetched.ShouldBeInRange(1, 40);
        status.Counts.Skipped["DurationLimit"].ShouldBeGreaterThan(0);
        platform.ReadCrawl(id).ShouldBeWhole();
    }
}
