using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Hosts that refuse, fail or are not there.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task RetryAfter_HoldsTheHostForBothCrawls_AndCostsNoAttempt()
    {
        await using var frontier = await CreateAsync();
        var first = await frontier.StartAsync(Specs.Of("https://site.example/a"));
        await frontier.StartAsync(Specs.Of("https://site.example/b"));
        var batch = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(batch).Each(Answer.Throttled(2 * Minute)));

        frontier.Clock.Advance(2 * Minute - Second);
        (await frontier.DispatchAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(Second);
        var next = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(next));
        (await frontier.DispatchOneAsync()).CrawlId.ShouldNotBe(next.CrawlId);
        (await frontier.UrlAsync(first, "https://site.example/a")).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task RefusalsInARow_DoubleThePause_UpToTheLongest()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Throttled()));
            var until = (await frontier.HostAsync(SiteHost)).BlockedUntil!.Value;
            pauses.Add((until - frontier.Now).TotalSeconds);
            frontier.Clock.Advance(until - frontier.Now);
        }

        pauses.ShouldBe([30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    }

    [Fact]
    public async Task RetryAfter_IsCapped()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Each(Answer.Throttled(TimeSpan.FromDays(30))));

        (await frontier.HostAsync(SiteHost)).BlockedUntil.ShouldBe(frontier.Now + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task GoodAnswer_EndsTheDoubling()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Throttled()));
        frontier.Clock.Advance(30 * Second);
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        var host = await frontier.HostAsync(SiteHost);

        (host.Refusals, host.UnavailableSince, host.BlockedUntil, host.BlockReason).ShouldBe((0, null, null, null));
    }

    [Fact]
    public async Task HostThatThrottlesForLongerThanACrawlWaits_IsGivenUp()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)));

        await ThrottleForAsync(frontier, TimeSpan.FromHours(5.8));
        await frontier.SweepAsync();
        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:3");
        await ThrottleForAsync(frontier, TimeSpan.FromHours(0.5));
        await frontier.SweepAsync();

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Throttled):3");
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Failed["Throttled"].ShouldBe(3);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RobotsOutOfReachForLongerThanACrawlWaits_FailsItsUrlsAndEndsIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).ObeyingRobots());
        var attempts = 0;
        for (var until = frontier.Now + TimeSpan.FromHours(7); frontier.Now < until; frontier.Clock.Advance(5 * Minute))
        {
            foreach (var batch in await frontier.DispatchAsync())
            {
                attempts++;
                await frontier.CommitAsync(Answer.To(batch).Each(Answer.NotAttempted)
                    .WithRobots(RobotsAccess.Unreachable));
            }

            await frontier.SweepAsync();
        }

        attempts.ShouldBeInRange(8, 20);
        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(RobotsUnreachable):3");
        (await frontier.MessagesAsync<FrontierDrained>())[0].Counts.Failed["RobotsUnreachable"].ShouldBe(3);
    }

    [Fact]
    public async Task CrawlThatMeetsAHostWhichRefusedLongAgo_WaitsItsOwnTime()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        await ThrottleForAsync(frontier, TimeSpan.FromHours(7));
        await frontier.SweepAsync();
        frontier.Clock.Advance(TimeSpan.FromDays(30));

        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).ObeyingRobots());
        var batch = await frontier.DispatchOneAsync();
        await frontier.SweepAsync();

        (await frontier.StatesAsync(crawl)).ShouldBe("Leased:1 Queued:2");
        await frontier.CommitAsync(Answer.To(batch));
        await frontier.CrawlAllAsync();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:3");
    }

    [Fact]
    public async Task UrlThatIsTriedInVain_IsGivenUp()
    {
        await using var frontier = await CreateAsync(options => options.MaxAttempts = 4);
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var attempts = 0;
        for (var i = 0; i < 100; i++)
        {
            foreach (var batch in await frontier.DispatchAsync())
            {
                attempts++;
                await frontier.CommitAsync(Answer.To(batch).Each(Answer.Failed("Http5xx", 500)));
            }

            frontier.Clock.Advance(Minute);
        }

        attempts.ShouldBe(4);
        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Http5xx):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task FailedUrl_IsDueAgainAfterADoublingPause()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        for (var attempt = 1; attempt < 4; attempt++)
        {
            await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
                .Each(Answer.Failed("Http5xx", 500)));
            var url = await frontier.UrlAsync(crawl, Site);
            var pause = url.DueAt!.Value - frontier.Now;
            var nominal = 5 * Second * Math.Pow(2, attempt - 1);
            pause.ShouldBeInRange(nominal * 0.89, nominal * 1.11);
            url.Attempts.ShouldBe(attempt);
            frontier.Clock.Advance(pause);
        }
    }

    [Theory]
    [InlineData("Http4xx")]
    [InlineData("AddressDenied")]
    public async Task FailureThatStays_IsNotTriedAgain(string reason)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Failed(reason)));

        (await frontier.StatesAsync(crawl)).ShouldBe($"Failed({reason}):1");
    }

    [Fact]
    public async Task OutcomesOfAnotherVersion_AreReadAsFarAsTheyAreKnown()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 4)));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .With("https://site.example/p0", Answer.Skipped("NewRule"))
            .With("https://site.example/p1", Answer.Skipped("Dns"))
            .With("https://site.example/p2", Answer.NotAttempted with { Kind = OutcomeKind.Other })
            .With("https://site.example/p3", Answer.Skipped("TooLarge")));

        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:1 Skipped(ContentType):2 Skipped(TooLarge):1");
    }

    [Fact]
    public async Task HostThatDoesNotAnswer_IsGivenUp_AndWhatIsFoundLaterIsSkipped()
    {
        await using var frontier =
            await CreateAsync(options => (options.MaxHostFailures, options.MaxBatchUrls) = (5, 4));
        var seeds = new List<string>(Specs.Pages("dead.example", 12)) { Site };
        var crawl = await frontier.StartAsync(Specs.Of(seeds).Everywhere());
        FetchHostBatch? alive = null;
        for (var i = 0; i < 2; i++)
        {
            foreach (var batch in await frontier.DispatchAsync())
            {
                alive = batch.Host == SiteHost ? batch : alive;
                if (batch.Host != SiteHost)
                {
                    await frontier.CommitAsync(Answer.To(batch).Each(Answer.Failed("Connect")));
                }
            }
        }

        await frontier.SweepAsync();
        await frontier.CommitAsync(Answer.To(alive!).Linking("https://dead.example/later"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Connect):12 Fetched:1 Skipped(HostGivenUp):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Skipped["HostGivenUp"].ShouldBe(1);
        (await frontier.QueueAsync(crawl, "dead.example")).GivenUp.ShouldBe(UrlReason.Connect);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnswerInBetween_KeepsAHostFromBeingGivenUp()
    {
        await using var frontier =
            await CreateAsync(options => (options.MaxHostFailures, options.MaxBatchUrls) = (5, 4));
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 12)));
        for (var i = 0; i < 3; i++)
        {
            var batch = await frontier.DispatchOneAsync();
            await frontier.CommitAsync(Answer.To(batch).Each(Answer.Failed("Timeout"))
                .With(batch.Urls[0].Url, Answer.Gone));
        }

        (await frontier.QueueAsync(crawl, SiteHost)).GivenUp.ShouldBeNull();
        (await frontier.StatesAsync(crawl)).ShouldBe("Gone:3 Queued:9");
    }

    [Fact]
    public async Task HostGivenUpByOneCrawl_IsTriedByAnother()
    {
        await using var frontier = await CreateAsync(options => options.MaxHostFailures = 1);
        var first = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Failed("Dns")));

        var second = await frontier.StartAsync(Specs.Of(Site));

        (await frontier.StatesAsync(first)).ShouldBe("Failed(Dns):1");
        (await frontier.DispatchOneAsync()).CrawlId.ShouldBe(second);
    }
}
