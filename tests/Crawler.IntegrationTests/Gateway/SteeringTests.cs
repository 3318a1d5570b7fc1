using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>Pause, resume and cancel, and what a site sees of them.</summary>
public abstract class SteeringTests(ServedHarness served)
{
    private readonly ApiClient _api = served.Api;

    [Fact]
    public async Task PausedCrawl_FetchesNothingUntilItIsResumed()
    {
        var site = served.Web.AddSite();
        site.Generate(30);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await site.WaitForAsync(5);

        await _api.CommandAsync(id, "pause");
        var paused = await _api.WaitForAsync(id, crawl => crawl.State == "Paused" && crawl.Counts.Leased == 0);
        var requests = site.RequestCount;
        await LetTimePassAsync();
        var still = site.RequestCount;
        await _api.CommandAsync(id, "resume");
        var ended = await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        paused.WaitingOn!.Reason.ShouldBe("Paused");
        paused.AvailableActions.ShouldBe(["resume", "cancel"]);
        requests.ShouldBeLessThan(31);
        still.ShouldBe(requests);
        ended.State.ShouldBe("Completed");
        ended.Counts.Fetched.ShouldBe(30);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
    }

    [Fact]
    public async Task CancelledCrawl_EndsSoonAndFetchesNothingMore()
    {
        var site = served.Web.AddSite();
        site.Generate(500);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await site.WaitForAsync(5);

        await _api.CommandAsync(id, "cancel");
        var ended = await _api.WaitForAsync(id, crawl => crawl.HasEnded);
        var requests = site.RequestCount;
        await LetTimePassAsync();

        ended.State.ShouldBe("Cancelled");
        ended.EndReason.ShouldBe(EndReason.Cancelled);
        ended.Counts.Queued.ShouldBe(0);
        ended.Counts.Leased.ShouldBe(0);
        ended.Counts.Skipped["Cancelled"].ShouldBeGreaterThan(0);
        site.RequestCount.ShouldBe(requests);
        requests.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task PausedCrawl_CanBeCancelled()
    {
        var site = served.Web.AddSite();
        site.Generate(100);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await site.WaitForAsync(3);
        await _api.CommandAsync(id, "pause");
        await _api.WaitForAsync(id, crawl => crawl.State == "Paused");

        await _api.CommandAsync(id, "cancel");
        var ended = await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        ended.State.ShouldBe("Cancelled");
    }

    [Fact]
    public async Task RunningCrawl_SaysWhatItWaitsForAndWhatCanBeDone()
    {
        var site = served.Web.AddSite();
        site.Generate(10);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMinutes(10)));

        var waiting = await _api.WaitForAsync(id, crawl => crawl.State == "Crawling" && crawl.WaitingOn?.Reason == "Politeness");
        await _api.CommandAsync(id, "cancel");
        await _api.WaitForAsync(id, crawl => crawl.HasEnded);

        waiting.WaitingOn!.Host.ShouldBe(site.Host);
        waiting.WaitingOn.Until.ShouldNotBeNull();
        waiting.WaitingOn.Hosts.ShouldBe(1);
        waiting.AvailableActions.ShouldBe(["pause", "cancel"]);
        waiting.EndReason.ShouldBeNull();
    }

    /// <summary>Another crawl, from beginning to end: time in which the first would have fetched, if it could.</summary>
    private async Task LetTimePassAsync()
    {
        var site = served.Web.AddSite();
        site.Generate(10);
        var id = await _api.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await _api.WaitForAsync(id, crawl => crawl.HasEnded);
    }
}
