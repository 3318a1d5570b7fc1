using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Limits, cancellation and the end of a crawl.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task PageLimitOfTen_WithSixteenDownloadersAtOnce_StoresExactlyTen_InFiftyRuns()
    {
        await using var frontier =
            await CreateAsync(options => (options.MaxBatchesInFlight, options.MaxBatchUrls) = (16, 2));
        for (var run = 0; run < 50; run++)
        {
            var random = new Random(run);
            var seeds = Enumerable.Range(0, 16).SelectMany(host => Specs.Pages($"r{run}h{host}.example", 3)).ToList();
            var crawl = await frontier.StartAsync(Specs.Of(seeds).Limited(new LimitsSpec { Pages = 10 }));

            while (await frontier.DispatchAsync() is { Count: > 0 } batches)
            {
                var answers = batches.Select(batch => Answer.To(batch)
                    .Each(url => random.Next(4) == 0 ? Answer.Gone : Answer.Fetched(url)).Build()).ToList();
                await Task.WhenAll(answers.Select(answer => Task.Run(() => frontier.CommitAsync(answer))));
            }

            (await frontier.CountersAsync(crawl)).Stored.ShouldBe(10, $"run {run}");
            (await frontier.Rows<Fetch>().CountAsync(fetch => fetch.CrawlId == crawl)).ShouldBe(10, $"run {run}");
            await frontier.EndAsync(crawl, EndReason.PageLimit);
        }

        (await frontier.MessagesAsync<LimitReached>()).Count(limit => limit.Reason == EndReason.PageLimit).ShouldBe(50);
        (await frontier.MessagesAsync<FrontierDrained>()).Select(drained => drained.CrawlId).Distinct().Count()
            .ShouldBe(50);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task UrlsInFlight_AreLimitedOnHostsWithoutPauseAlone()
    {
        await using var frontier = await CreateAsync(options => options.MaxUrlsInFlight = 1);
        string[] seeds = [.. Enumerable.Range(0, 3).Select(host => $"https://h{host}.example/")];
        await frontier.StartAsync(Specs.Of(seeds));
        (await frontier.DispatchAsync()).Count.ShouldBe(1);

        await frontier.StartAsync(Specs.Of([.. seeds.Select(seed => seed + "p")]).Polite(TimeSpan.FromSeconds(1)));

        (await frontier.DispatchAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task FailureReleasesItsPlace()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 5)).Limited(new LimitsSpec { Pages = 2 }));
        var batch = await frontier.DispatchOneAsync();
        batch.Urls.Count.ShouldBe(2);
        (await frontier.DispatchAsync()).ShouldBeEmpty();

        await frontier.CommitAsync(Answer.To(batch).With(batch.Urls[0].Url, Answer.Failed("Http4xx", 403)));

        (await frontier.DispatchOneAsync()).Urls.Count.ShouldBe(1);
        (await frontier.CountersAsync(crawl)).Reserved.ShouldBe(1);
    }

    [Fact]
    public async Task LapsedLease_ReleasesItsPlaces()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 5)).Limited(new LimitsSpec { Pages = 2 }));
        var batch = await frontier.DispatchOneAsync();
        frontier.Clock.Advance(batch.LeasedUntil - frontier.Now);

        await frontier.SweepAsync();

        (await frontier.CountersAsync(crawl)).Reserved.ShouldBe(0);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ByteLimit_IsTold_AndMayBeOvershotByWhatIsInFlight()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(
            Specs.Of(["https://a.example/", "https://b.example/", "https://c.example/"])
                .Limited(new LimitsSpec { Bytes = 1_500 }));
        var batches = await frontier.DispatchAsync();
        await frontier.CommitAsync(Answer.To(batches[0]).Each(Answer.Fetched("one", bytes: 1_000)));
        (await frontier.MessagesAsync<LimitReached>()).ShouldBeEmpty();

        await frontier.CommitAsync(Answer.To(batches[1]).Each(Answer.Fetched("two", bytes: 1_000)));

        var limit = (await frontier.MessagesAsync<LimitReached>()).Single();
        (limit.CrawlId, limit.Reason).ShouldBe((crawl, EndReason.ByteLimit));
        await frontier.EndAsync(crawl, EndReason.ByteLimit);
        await frontier.CommitAsync(Answer.To(batches[2]).Linking("https://c.example/next"));
        (await frontier.CountersAsync(crawl)).Bytes.ShouldBe(3_000);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:3 Skipped(ByteLimit):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task DurationLimit_IsToldByTheSweep()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Limited(new LimitsSpec { Duration = 10 * Minute }));
        frontier.Clock.Advance(10 * Minute - Second);
        await frontier.SweepAsync();
        (await frontier.MessagesAsync<LimitReached>()).ShouldBeEmpty();
        frontier.Clock.Advance(Second);

        await frontier.SweepAsync();

        var limit = (await frontier.MessagesAsync<LimitReached>()).Single();
        (limit.CrawlId, limit.Reason).ShouldBe((crawl, EndReason.DurationLimit));
    }

    [Fact]
    public async Task DurationOfAPausedCrawl_DoesNotEndIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Limited(new LimitsSpec { Duration = 10 * Minute }));
        await frontier.MoveToAsync(crawl, CrawlStates.Paused);
        frontier.Clock.Advance(20 * Minute);

        await frontier.SweepAsync();

        (await frontier.MessagesAsync<LimitReached>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CancelledCrawl_SkipsWhatWaits_AndEndsWithTheLastAnswer()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 2);
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 5)));
        var batch = await frontier.DispatchOneAsync();

        await frontier.EndAsync(crawl, EndReason.Cancelled);

        (await frontier.StatesAsync(crawl)).ShouldBe("Leased:2 Skipped(Cancelled):3");
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldBeEmpty();
        await frontier.CommitAsync(Answer.To(batch).With(batch.Urls[0].Url, Answer.NotAttempted));
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Skipped(Cancelled):4");
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Skipped["Cancelled"].ShouldBe(4);
        (await frontier.DispatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LeaseLostByAnEndingCrawl_EndsIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        await frontier.EndAsync(crawl, EndReason.Cancelled);

        await frontier.LoseAsync(batch);

        (await frontier.StatesAsync(crawl)).ShouldBe("Skipped(Cancelled):1");
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldNotBeEmpty();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ThousandsOfUrls_AreRetiredWhole()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2_345)));
        var batch = await frontier.DispatchOneAsync();

        await frontier.EndAsync(crawl, EndReason.Cancelled);

        (await frontier.StatesAsync(crawl))
            .ShouldBe($"Leased:{batch.Urls.Count} Skipped(Cancelled):{2_345 - batch.Urls.Count}");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
        await frontier.CommitAsync(Answer.To(batch));
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task CrawlThatDoesNotEnd_IsNotDrained()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.EndAsync(crawl, EndReason.Cancelled);
        await frontier.MoveToAsync(crawl, CrawlStates.Cancelled, EndReason.Cancelled);
        var other = await frontier.StartAsync(Specs.Of(Site));

        await frontier.SweepAsync();

        (await frontier.StatesAsync(other)).ShouldBe("Queued:1");
    }
}
