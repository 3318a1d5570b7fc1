using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Time;
using Crawler.TestKit.Waiting;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>
/// The whole scheduler as it runs in a process, with its own dispatcher and sweeper on the test's clock.
/// </summary>
public abstract class SchedulerProcessTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private readonly ManualTimeProvider _clock = new();

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(provider);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task SubmittedSeed_IsHandedOutBeforeASecondHasPassed()
    {
        var log = new StandInDownloader.Log();
        await using var process = await StartAsync(log);

        await process.PublishAsync(Submit(Specs.Of("https://site.example/")));

        // The clock stands still: what happens here took no time at all.
        await Eventually.HoldsAsync(() => !log.Batches.IsEmpty);
        log.Batches.Single().Urls.Single().Url.ShouldBe("https://site.example/");
    }

    [Fact]
    public async Task CrawlThatHasSeenEverything_IsCompleted()
    {
        var log = new StandInDownloader.Log { Answers = true };
        await using var process = await StartAsync(log);

        await process.PublishAsync(Submit(Specs.Of([.. Enumerable.Range(0, 5).Select(i => $"https://h{i}.example/")])));

        await HasStateAsync(process, "Completed");
        (await process.RowsAsync<Fetch>()).Select(fetch => fetch.Seq).Order().ShouldBe([1, 2, 3, 4, 5]);
        (await process.RowsAsync<CrawlSaga>()).Single().EndReason.ShouldBe(EndReason.Drained);
    }

    [Fact]
    public async Task CancelledCrawl_ReactsAtOnce()
    {
        var log = new StandInDownloader.Log();
        await using var process = await StartAsync(log);
        var submit = Submit(Specs.Of(Specs.Pages("site.example", 200)).Polite(TimeSpan.FromSeconds(1)));
        await process.PublishAsync(submit);
        await Eventually.HoldsAsync(() => !log.Batches.IsEmpty);

        await process.PublishAsync(new CancelCrawl { CrawlId = submit.CrawlId });
        await process.PublishAsync(Answer.To(log.Batches.Single()).Each(Answer.NotAttempted).Build());

        await HasStateAsync(process, "Cancelled");
        (await process.RowsAsync<FrontierUrl>()).ShouldAllBe(url => url.Reason == UrlReason.Cancelled);
        log.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ContinuousCrawl_StopsWhenIdleForTheConfiguredTime()
    {
        var log = new StandInDownloader.Log { Answers = true };
        await using var process = await StartAsync(log);
        var spec = Specs.Of("https://site.example/")
            .Recrawling(TimeSpan.FromHours(1), stopWhenIdleFor: TimeSpan.FromMinutes(5));
        await process.PublishAsync(Submit(spec));
        await Eventually.HoldsAsync(async () => (await process.RowsAsync<Fetch>()).Count == 1);

        _clock.Advance(TimeSpan.FromMinutes(4));
        (await process.RowsAsync<CrawlSaga>()).Single().CurrentState.ShouldBe("Crawling");
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return (await process.RowsAsync<CrawlSaga>()).Single().CurrentState == "Completed";
        });

        (await process.RowsAsync<CrawlSaga>()).Single().EndReason.ShouldBe(EndReason.Idle);
    }

    [Fact]
    public async Task ProcessThatDied_IsFollowedByOneThatGoesOn()
    {
        var log = new StandInDownloader.Log();
        await using (var dies = await StartAsync(log))
        {
            await dies.PublishAsync(Submit(Specs.Of(Specs.Pages("site.example", 3))));
            await Eventually.HoldsAsync(() => !log.Batches.IsEmpty);
        }

        await using var next = await StartAsync(new StandInDownloader.Log { Answers = true });

        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await next.RowsAsync<CrawlSaga>()).Single().CurrentState == "Completed";
        });
        (await next.RowsAsync<Fetch>()).Select(fetch => fetch.Seq).Order().ShouldBe([1, 2, 3]);
    }

    private static SubmitCrawl Submit(CrawlSpec spec) => new()
    {
        CrawlId = Guid.NewGuid(),
        Spec = spec,
        SubmittedAt = new ManualTimeProvider().GetUtcNow(),
    };

    private static Task HasStateAsync(BusHarness process, string state) =>
        Eventually.HoldsAsync(async () => (await process.RowsAsync<CrawlSaga>())
            .SingleOrDefault()?.CurrentState == state);

    private Task<BusHarness> StartAsync(StandInDownloader.Log log) =>
        BusHarness.StartAsync(_database, _clock, delivers: true, builder =>
    {
        builder.Services.AddSingleton(log);
        builder.AddScheduler();
        builder.AddToBus(bus => bus.AddConsumer<StandInDownloader>());
    });
}
