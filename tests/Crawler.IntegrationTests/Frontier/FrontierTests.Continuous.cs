using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Crawls that go round.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task FetchedUrl_IsDueAgainAfterItsIntervalAndNotBefore()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(10 * Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(10 * Minute - TimeSpan.FromMilliseconds(1));
        (await frontier.DispatchAsync()).ShouldBeEmpty();

        frontier.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await frontier.DispatchOneAsync()).Urls.Single().Url.ShouldBe(Site);
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recrawl_OfEqualDigest_IsUnchanged_AndOfAnotherIsFetched()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)).Recrawling(Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(Minute);
        var batch = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(batch).With("https://site.example/p1", Answer.Fetched("sha256:other")));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Unchanged:1");
        (await frontier.Rows<Fetch>().OrderBy(fetch => fetch.Seq).Select(fetch => fetch.Seq).ToListAsync())
            .ShouldBe([1, 2, 3, 4]);
        (await frontier.Rows<Fetch>().CountAsync(fetch => fetch.Unchanged)).ShouldBe(1);
        (await frontier.CountersAsync(crawl)).Stored.ShouldBe(2);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recrawl_IsConditional_AndNotModifiedIsUnchanged()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        var first = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(first)
            .Each(Answer.Fetched("sha256:a", 10, "\"v1\"", "Tue, 01 Jan 2030 00:00:00 GMT")));
        frontier.Clock.Advance(Minute);
        var second = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(second).Each(Answer.NotModified));

        (first.Urls[0].ETag, first.Urls[0].LastModified).ShouldBe((null, null));
        (second.Urls[0].ETag, second.Urls[0].LastModified).ShouldBe(("\"v1\"", "Tue, 01 Jan 2030 00:00:00 GMT"));
        var url = await frontier.UrlAsync(crawl, Site);
        (url.State, url.Digest, url.LastSeq).ShouldBe((UrlState.Unchanged, "sha256:a", 2));
    }

    [Fact]
    public async Task NotModified_WithoutAStoredResponse_IsAFailure()
    {
        await using var frontier = await CreateAsync(options => options.MaxAttempts = 1);
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.NotModified));

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Body):1");
    }

    [Fact]
    public async Task StoredPageThatIsGoneToday_IsDueAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(Minute);
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Gone));
        (await frontier.StatesAsync(crawl)).ShouldBe("Gone:1");
        frontier.Clock.Advance(Minute);

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        (await frontier.StatesAsync(crawl)).ShouldBe("Unchanged:1");
    }

    [Fact]
    public async Task RecrawlThatIsNotAttempted_LeavesWhatIsStored()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(Minute);

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.NotAttempted));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        frontier.Clock.Advance(2 * Second);
        (await frontier.DispatchAsync()).Count.ShouldBe(1);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ContinuousCrawl_StopsWhenIdleForTheConfiguredTime()
    {
        await using var frontier = await CreateAsync();
        var crawl =
            await frontier.StartAsync(Specs.Of(Site).Recrawling(TimeSpan.FromHours(1), stopWhenIdleFor: 10 * Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(10 * Minute - Second);
        await frontier.SweepAsync();
        (await frontier.MessagesAsync<LimitReached>()).ShouldBeEmpty();
        frontier.Clock.Advance(Second);

        await frontier.SweepAsync();

        var limit = (await frontier.MessagesAsync<LimitReached>()).Single();
        (limit.CrawlId, limit.Reason).ShouldBe((crawl, EndReason.Idle));
        await frontier.EndAsync(crawl, EndReason.Idle);
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Fetched.ShouldBe(1);
    }

    [Fact]
    public async Task ContinuousCrawlWithWorkInFlightOrDue_IsNotIdle()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute, stopWhenIdleFor: 2 * Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(3 * Minute);
        await frontier.SweepAsync();
        var batch = await frontier.DispatchOneAsync();
        frontier.Clock.Advance(Minute);
        await frontier.HeartbeatAsync("alive", batch.LeaseId);
        frontier.Clock.Advance(80 * Second);

        await frontier.SweepAsync();

        (await frontier.MessagesAsync<LimitReached>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CancelledContinuousCrawl_EndsAndIsNeverDueAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).Recrawling(Minute));
        await frontier.CrawlAllAsync();

        await frontier.EndAsync(crawl, EndReason.Cancelled);

        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Fetched.ShouldBe(3);
        (await frontier.Rows<FrontierUrl>().CountAsync(url => url.DueAt != null)).ShouldBe(0);
        (await frontier.QueueAsync(crawl, SiteHost)).ReadyAt.ShouldBeNull();
    }

    [Fact]
    public async Task ContinuousCrawlThatNeverStoredAnything_IsDrained()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Gone));

        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task FullContinuousCrawl_GoesOnWithWhatItHas_AndSkipsTheRest()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(
            Specs.Of(Specs.Pages(SiteHost, 3)).Limited(new LimitsSpec { Pages = 1 })
                .Recrawling(Minute, stopWhenIdleFor: 10 * Second));
        var batch = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(batch).Linking("https://site.example/more"));

        await frontier.SweepAsync();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Skipped(PageLimit):3");
        (await frontier.DispatchAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(10 * Second);
        await frontier.SweepAsync();

        (await frontier.MessagesAsync<LimitReached>()).Select(limit => limit.Reason).ShouldBe([EndReason.Idle]);
        frontier.Clock.Advance(50 * Second);
        (await frontier.DispatchOneAsync()).Urls.ShouldHaveSingleItem().Url.ShouldBe(batch.Urls[0].Url);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task StoredPagesOfAGivenUpHost_AreWatchedNoMore()
    {
        await using var frontier = await CreateAsync(options => options.MaxHostFailures = 2);
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 4)).Recrawling(Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(Minute);
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Failed("Connect")));

        await frontier.SweepAsync();

        (await frontier.QueueAsync(crawl, SiteHost)).NextDueAt.ShouldBeNull();
        frontier.Clock.Advance(10 * Minute);
        (await frontier.DispatchAsync()).ShouldBeEmpty();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }
}
