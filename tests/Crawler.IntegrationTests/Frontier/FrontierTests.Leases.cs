using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Who holds which URL until when, and what an answer is worth.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task FiveHundredAndTwelveUrls_ThroughFourBatchesInFlight_AreEachFetchedOnce()
    {
        await using var frontier = await CreateAsync(options =>
        {
            options.MaxBatchesInFlight = 4;
            options.MaxBatchUrls = 16;
        });
        var seeds = Enumerable.Range(0, 16).SelectMany(host => Specs.Pages($"host{host}.example", 32)).ToList();
        var crawl = await frontier.StartAsync(Specs.Of(seeds));
        var fetched = new List<string>();
        var most = 0;

        while (await frontier.DispatchAsync() is { Count: > 0 } batches)
        {
            most = Math.Max(most, batches.Count);
            foreach (var batch in batches)
            {
                fetched.AddRange(batch.Urls.Select(url => url.Url));
                await frontier.CommitAsync(Answer.To(batch));
            }
        }

        most.ShouldBe(4);
        fetched.Order().ShouldBe(seeds.Order());
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:512");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task TwoDispatchersAtOnce_NeverLeaseTheSameUrl()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 3);
        await using var other = frontier.Beside(new() { MaxBatchUrls = 3 });
        var seeds = Enumerable.Range(0, 24).SelectMany(host => Specs.Pages($"host{host}.example", 4)).ToList();
        await frontier.StartAsync(Specs.Of(seeds));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => (i % 2 == 0 ? frontier : other).Frontier.DispatchAsync(CancellationToken.None))));

        var urls = (await frontier.MessagesAsync<FetchHostBatch>()).SelectMany(batch => batch.Urls)
            .Select(url => url.Url).ToList();
        urls.Count.ShouldBe(24 * 3);
        urls.ShouldBeUnique();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LeaseInFlight_OffersNothingOfIt()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        await frontier.DispatchOneAsync();

        (await frontier.DispatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ExpiredLease_IsOfferedAgain_AndTheLateAnswerIsDropped()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var lost = await frontier.DispatchOneAsync();
        frontier.Clock.Advance(TimeSpan.FromSeconds(90));
        await frontier.SweepAsync();
        frontier.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await frontier.DispatchOneAsync();

        var committed = await frontier.CommitAsync(Answer.To(lost).Linking("https://site.example/late"));

        committed.ShouldBeFalse();
        again.Urls.ShouldBe(lost.Urls);
        again.LeaseId.ShouldNotBe(lost.LeaseId);
        (await frontier.StatesAsync(crawl)).ShouldBe("Leased:1");
        (await frontier.CommitAsync(Answer.To(again))).ShouldBeTrue();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
    }

    [Fact]
    public async Task LeaseThatIsNotOver_IsNotSwept()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.DispatchOneAsync();
        frontier.Clock.Advance(TimeSpan.FromSeconds(90) - TimeSpan.FromMilliseconds(1));

        await frontier.SweepAsync();

        (await frontier.StatesAsync(crawl)).ShouldBe("Leased:1");
    }

    [Fact]
    public async Task Heartbeat_RenewsTheLease()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        frontier.Clock.Advance(Minute);
        await frontier.HeartbeatAsync("alive", batch.LeaseId);
        frontier.Clock.Advance(Minute);

        await frontier.SweepAsync();

        (await frontier.StatesAsync(crawl)).ShouldBe("Leased:1");
        (await frontier.CommitAsync(Answer.To(batch))).ShouldBeTrue();
    }

    [Fact]
    public async Task HeartbeatOfAForeignLease_ChangesNothing()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();

        await frontier.HeartbeatAsync("alive", Guid.NewGuid());

        var lease = await frontier.Rows<Lease>().SingleAsync();
        (lease.LeaseId, lease.Downloader, lease.LeasedUntil).ShouldBe((batch.LeaseId, null, batch.LeasedUntil));
    }

    [Fact]
    public async Task BatchThatCameAgain_IsTakenBackSoon_AndItsUrlsAreUnderSuspicion()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        (await frontier.CommitAsync(Answer.To(batch).CameAgain())).ShouldBeTrue();
        (await frontier.DispatchAsync()).ShouldBeEmpty();

        frontier.Clock.Advance(20 * Second);
        await frontier.SweepAsync();

        var url = await frontier.UrlAsync(crawl, Site);
        (url.State, url.Crashes, url.Attempts).ShouldBe((UrlState.Queued, 1, 0));
        (await frontier.DispatchAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(batch.RequestTimeout);
        (await frontier.DispatchOneAsync()).Urls.ShouldBe(batch.Urls);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task BatchThatCameAgain_IsStillAnsweredByAHolderThatLives()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(batch).CameAgain());
        frontier.Clock.Advance(5 * Second);
        await frontier.HeartbeatAsync("alive", batch.LeaseId);

        frontier.Clock.Advance(20 * Second);
        await frontier.SweepAsync();

        (await frontier.CommitAsync(Answer.To(batch))).ShouldBeTrue();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
    }

    [Fact]
    public async Task PageThatKillsWhoeverHasIt_EndsAsCrashed_AlsoWhereNoHeartbeatToldOfIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        for (var deaths = 0; deaths < 20 && (await frontier.UrlAsync(crawl, Site)).State != UrlState.Failed; deaths++)
        {
            await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).CameAgain());
            frontier.Clock.Advance(20 * Second);
            await frontier.SweepAsync();
            frontier.Clock.Advance(Minute);
        }

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Crashed):1");
    }

    [Fact]
    public async Task LapsedLease_FreesItsHostOneRequestTimeoutLater()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        var lost = await frontier.DispatchOneAsync();
        frontier.Clock.Advance(lost.LeasedUntil - frontier.Now);
        await frontier.SweepAsync();
        frontier.Clock.Advance(lost.RequestTimeout - TimeSpan.FromMilliseconds(1));
        (await frontier.DispatchAsync()).ShouldBeEmpty();

        frontier.Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await frontier.DispatchOneAsync()).Urls.ShouldBe(lost.Urls);
    }

    [Fact]
    public async Task LapsedLeaseBesideALiveOne_FreesItsConnectionsOneRequestTimeoutLater()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).Polite(TimeSpan.Zero, perHost: 2));
        var batches = await frontier.DispatchAllAsync();
        batches.Count.ShouldBe(2);
        frontier.Clock.Advance(Second);
        await frontier.HeartbeatAsync("alive", batches[1].LeaseId);
        frontier.Clock.Advance(batches[0].LeasedUntil - frontier.Now);
        await frontier.SweepAsync();
        (await frontier.DispatchAsync()).ShouldBeEmpty();

        await frontier.HeartbeatAsync("alive", batches[1].LeaseId);
        frontier.Clock.Advance(batches[0].RequestTimeout);

        (await frontier.DispatchAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnswerThatComesTwice_IsCommittedOnce()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = Answer.To(await frontier.DispatchOneAsync()).Build();

        var (first, second) = (await frontier.CommitAsync(answer), await frontier.CommitAsync(answer));

        (first, second).ShouldBe((true, false));
        (await frontier.CountersAsync(crawl)).LastSeq.ShouldBe(1);
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task AnswerWithForeignAndRepeatedKeys_CommitsItsOwnOnce()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)));
        var answer = Answer.To(await frontier.DispatchOneAsync()).Build();
        var own = answer.Outcomes[0];
        var foreign = new[] { own with { Key = new string('a', 32) }, own with { Key = "no key" }, own, own };

        var committed = await frontier.CommitAsync(answer with { Outcomes = [.. foreign, answer.Outcomes[1]] });

        committed.ShouldBeTrue();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LinkOfAForeignOutcome_IsNotKept()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = Answer.To(await frontier.DispatchOneAsync()).Build();
        var links =
            new[] { -1, 1, int.MaxValue }.Select(from => new FoundLink { Url = "https://site.example/x", From = from });

        await frontier.CommitAsync(answer with { Links = [.. links] });

        (await frontier.CountersAsync(crawl)).Discovered.ShouldBe(1);
    }

    [Fact]
    public async Task UrlThatTheAnswerLeavesOut_WasNotAttempted()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)));
        var answer = Answer.To(await frontier.DispatchOneAsync()).Build();

        await frontier.CommitAsync(answer with { Outcomes = [answer.Outcomes[1]] });

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:2");
        (await frontier.UrlAsync(crawl, "https://site.example/p0")).Attempts.ShouldBe(0);
        (await frontier.DispatchOneAsync()).Urls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task AnswerOfNothingButNotAttempted_LeavesTheHostForAWhile()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.NotAttempted));

        (await frontier.DispatchAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(2 * Second);
        (await frontier.DispatchAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task LastOutcome_DrainsTheFrontierInItsTransaction()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site, "https://other.example/"));
        var batches = await frontier.DispatchAsync();
        await frontier.CommitAsync(Answer.To(batches[0]));
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldBeEmpty();

        await frontier.CommitAsync(Answer.To(batches[1]).Each(Answer.Gone));

        var drained = (await frontier.MessagesAsync<FrontierDrained>()).Single();
        (drained.CrawlId, drained.Counts.Fetched, drained.Counts.Gone, drained.Counts.Discovered)
            .ShouldBe((crawl, 1, 1, 2));
    }

    [Fact]
    public async Task PausedCrawl_HandsOutNothingButTakesItsAnswers()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        await frontier.MoveToAsync(crawl, CrawlStates.Paused);

        await frontier.CommitAsync(Answer.To(batch).Linking("https://site.example/next"));

        (await frontier.DispatchAsync()).ShouldBeEmpty();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1");
        await frontier.MoveToAsync(crawl, CrawlStates.Crawling);
        (await frontier.DispatchAsync()).Count.ShouldBe(1);
    }
}
