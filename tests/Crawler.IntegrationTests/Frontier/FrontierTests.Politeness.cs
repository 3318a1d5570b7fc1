using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>When a host may be asked again, and with how many connections.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task Host_IsReadyOneIntervalAfterItsLastStart()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)).Polite(5 * Second));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).StartedAgo(2 * Second));

        (await frontier.QueueAsync(crawl, SiteHost)).ReadyAt.ShouldBe(frontier.Now + 3 * Second);
        frontier.Clock.Advance(3 * Second - TimeSpan.FromMilliseconds(1));
        (await frontier.DispatchAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await frontier.DispatchAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Dispatch_TellsWhenTheNextHostIsReady()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)).Polite(5 * Second));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        var next = await frontier.Frontier.DispatchAsync(CancellationToken.None);

        next.ShouldBe(5 * Second);
    }

    [Fact]
    public async Task AnswerWithoutAnyAttempt_DoesNotShortenTheQuietThatAHostAskedFor()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)).Polite(TimeSpan.Zero, perHost: 2));
        var batches = await frontier.DispatchAllAsync();
        batches.Count.ShouldBe(2);
        await frontier.CommitAsync(Answer.To(batches[0]).Each(Answer.Throttled(TimeSpan.FromHours(1))));

        await frontier.CommitAsync(Answer.To(batches[1]).Each(Answer.NotAttempted).WithoutAsking());

        frontier.Clock.Advance(30 * Minute);
        (await frontier.DispatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task FloorOfTheHost_HoldsWhereACrawlAsksForLess()
    {
        await using var frontier = await CreateAsync();
        await frontier.AddAsync(new HostLedger { Host = SiteHost, FloorInterval = 8 * Second });
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 99)));

        var batch = await frontier.DispatchOneAsync();

        batch.Interval.ShouldBe(8 * Second);
        await frontier.CommitAsync(Answer.To(batch));
        (await frontier.QueueAsync(crawl, SiteHost)).ReadyAt.ShouldBe(frontier.Now + 8 * Second);
    }

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 7", 7)]
    [InlineData("User-agent: *\nCrawl-delay: 900", 60)]
    [InlineData("User-agent: *\nCrawl-delay: 1", 2)]
    [InlineData("User-agent: somebody\nCrawl-delay: 30", 2)]
    public async Task CrawlDelay_LengthensTheInterval_UpToTheLongestThatIsKept(string robots, int seconds)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 99)).Polite(2 * Second).ObeyingRobots());

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).WithRobots(RobotsAccess.Rules, robots));

        (await frontier.QueueAsync(crawl, SiteHost)).ReadyAt.ShouldBe(frontier.Now + seconds * Second);
    }

    [Theory]
    [InlineData(1_000, 1_000, 2_000)]
    [InlineData(1_000, 300, 1_000)]
    [InlineData(1_000, 60_000, 30_000)]
    [InlineData(0, 1_000, 0)]
    public async Task SlowHost_IsAskedSlower_WhereTheCrawlHasADelay(int delay, int response, int interval)
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        var crawl =
            await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)).Polite(TimeSpan.FromMilliseconds(delay)));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .RespondingIn(TimeSpan.FromMilliseconds(response)));

        (await frontier.QueueAsync(crawl, SiteHost)).Interval.TotalMilliseconds.ShouldBe(interval);
    }

    [Fact]
    public async Task ResponseTime_IsAMovingMean()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .RespondingIn(TimeSpan.FromMilliseconds(400)));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .RespondingIn(TimeSpan.FromMilliseconds(800)));

        (await frontier.HostAsync(SiteHost)).ResponseTime.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task TwoCrawlsOnOneHost_ShareItsPace()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        var first = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 4)).Polite(4 * Second));
        var second = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 4)).Polite(4 * Second));
        var starts = new List<(DateTimeOffset At, Guid Crawl)>();
        for (var step = 0; step < 40; step++)
        {
            foreach (var batch in await frontier.DispatchAsync())
            {
                starts.Add((frontier.Now, batch.CrawlId));
                await frontier.CommitAsync(Answer.To(batch));
            }

            frontier.Clock.Advance(Second);
        }

        starts.Count.ShouldBe(8);
        starts.Zip(starts.Skip(1), (one, next) => next.At - one.At).ShouldAllBe(gap => gap >= 4 * Second);
        starts.Count(start => start.Crawl == first).ShouldBe(4);
        starts.Count(start => start.Crawl == second).ShouldBe(4);
    }

    [Fact]
    public async Task HostWithADelay_HoldsOneLease()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 99)).Polite(Second, perHost: 8));

        var batch = await frontier.DispatchOneAsync();

        (batch.Connections, batch.Interval, batch.Urls.Count).ShouldBe((8, Second, 10));
        (await frontier.DispatchAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1 1")]
    [InlineData(3, "1 1")]
    [InlineData(8, "4 4")]
    public async Task HostWithoutDelay_HoldsTwoLeasesWithinItsConnections(int perHost, string connections)
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 2);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 20)).Polite(TimeSpan.Zero, perHost));

        var batches = await frontier.DispatchAllAsync();

        string.Join(' ', batches.Select(batch => batch.Connections)).ShouldBe(connections);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SecondLease_IsNotForACrawlWhileAnotherWaits()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 9)).Polite(TimeSpan.Zero, perHost: 2));
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 9)).Polite(TimeSpan.Zero, perHost: 2));

        (await frontier.DispatchAllAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Connections_NeverExceedWhatTheCrawlAllows_WhileBatchesComeAndGo()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 2);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 60)).Polite(TimeSpan.Zero, perHost: 5));
        var flying = new Queue<FetchHostBatch>(await frontier.DispatchAsync());

        while (flying.TryDequeue(out var batch))
        {
            (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
            await frontier.CommitAsync(Answer.To(batch));
            foreach (var next in await frontier.DispatchAsync())
            {
                flying.Enqueue(next);
            }
        }

        (await frontier.Rows<FrontierUrl>().CountAsync(url => url.State == UrlState.Fetched)).ShouldBe(60);
    }

    [Fact]
    public async Task HostWithoutDelay_HoldsOneLease_UntilItsRobotsAreKnown()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 2);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 20)).Polite(TimeSpan.Zero, perHost: 8).ObeyingRobots());

        var first = await frontier.DispatchAllAsync();
        await frontier.CommitAsync(Answer.To(first[0]));

        first.Count.ShouldBe(1);
        (await frontier.DispatchAllAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task FirstBatchOfAHost_IsOneUrl_WhoseAnswerBringsRobots()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 9)).ObeyingRobots());
        var first = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(first).WithRobots(RobotsAccess.Rules, "User-agent: *\nDisallow: /x"));
        var second = await frontier.DispatchOneAsync();

        (first.Urls.Count, first.Robots.Count).ShouldBe((1, 0));
        second.Urls.Count.ShouldBe(8);
        (second.Robots.Single().Text, second.ObeyRobots).ShouldBe(("User-agent: *\nDisallow: /x", true));
    }

    [Fact]
    public async Task ExpiredRobots_AreAskedForAgain()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 9)).ObeyingRobots());
        var first = await frontier.DispatchOneAsync();
        var robots = Answer.RobotsOf(first, RobotsAccess.AllowAll) with { ExpiresAt = frontier.Now + Minute };
        await frontier.CommitAsync(Answer.To(first).Build() with { Robots = [robots] });
        var known = await frontier.DispatchOneAsync();
        await frontier.CommitAsync(Answer.To(known));
        frontier.Clock.Advance(Minute);

        var expired = await frontier.DispatchOneAsync();

        (known.Robots.Count, expired.Robots.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Weight_DividesTheDownloaders()
    {
        await using var frontier =
            await CreateAsync(options => (options.MaxBatchesInFlight, options.MaxBatchUrls) = (8, 1));
        var light =
            await frontier.StartAsync(Specs.Of([.. Enumerable.Range(0, 40).Select(i => $"https://l{i}.example/")]));
        var heavy = await frontier.StartAsync(
            Specs.Of([.. Enumerable.Range(0, 40).Select(i => $"https://h{i}.example/")]) with { Weight = 3 });

        var batches = await frontier.DispatchAsync();

        batches.Count(batch => batch.CrawlId == heavy).ShouldBe(6);
        batches.Count(batch => batch.CrawlId == light).ShouldBe(2);
    }

    [Fact]
    public async Task Batch_CarriesWhatTheCrawlAsksFor()
    {
        await using var frontier = await CreateAsync(options => options.RequestTimeout = 20 * Second);
        var crawl = await frontier.StartAsync(Specs.Of(Site) with
        {
            UserAgent = "Tester/2.0",
            Archive = ArchiveKind.None,
            Content = new ContentSpec { Types = ContentKind.Html, MaxBytes = 4_096 },
        });

        var batch = await frontier.DispatchOneAsync();

        (batch.CrawlId, batch.Host, batch.UserAgent).ShouldBe((crawl, SiteHost, "Tester/2.0"));
        (batch.Archive, batch.HtmlOnly, batch.MaxBodyBytes, batch.ObeyRobots).ShouldBe((false, true, 4_096, false));
        (batch.RequestTimeout, batch.LeasedUntil).ShouldBe((20 * Second, frontier.Now + TimeSpan.FromSeconds(90)));
        batch.Urls.Single().ShouldBe(new FetchUrl { Key = batch.Urls[0].Key, Url = Site });
    }
}
