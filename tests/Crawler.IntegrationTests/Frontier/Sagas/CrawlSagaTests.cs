using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Frontier.Messaging;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.Sagas;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Sagas;
using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Time;

using MassTransit;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier.Sagas;

/// <summary>
/// The crawl's state machine on the real bus and store. Nothing leaves the outbox, so that it can be read.
/// </summary>
public abstract class CrawlSagaTests(DatabaseProvider provider) : IAsyncLifetime
{
    /// <summary>
    /// What the state machine's comment says. "end" depends on how the crawl went, and is Completed here.
    /// </summary>
    private const string Table =
        """
        state      SubmitCrawl  SeedsAdmitted  PauseCrawl  ResumeCrawl  CancelCrawl  LimitReached  FrontierDrained
        Submitted  -            Crawling       Paused      -            Draining     Draining      Completed
        Crawling   -            -              Paused      -            Draining     Draining      Completed
        Paused     -            -              -           Crawling     Draining     Draining      Completed
        Draining   -            -              -           -            -            -             Completed
        Completed  -            -              -           -            -            -             -
        Failed     -            -              -           -            -            -             -
        Cancelled  -            -              -           -            -            -             -
        """;

    private TestDatabase _database = null!;
    private readonly ManualTimeProvider _clock = new();
    private BusHarness _bus = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(provider);
        _bus = await BusHarness.StartAsync(_database, _clock, delivers: false, builder => builder
            .AddToBus(bus => bus.AddSagaStateMachine<CrawlStateMachine, CrawlSaga, CrawlSagaDefinition>()
            .CrawlerRepository()));
    }

    public async Task DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task EveryStateAndEvent_FollowsTheTable()
    {
        var wrong = new List<string>();
        var lines = Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var line in lines.Skip(1))
        {
            for (var column = 1; column < line.Length; column++)
            {
                var (from, message, to) = (line[0], lines[0][column], line[column]);
                var outcome = await ReactAsync(from, message);
                var expected = $"{(to == "-" ? from : to)} [{string.Join(' ', MessagesOf(from, to))}]";
                if (outcome != expected)
                {
                    wrong.Add($"{from} × {message}: {outcome}, not {expected}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void StatesOfTheTable_AreThoseOfTheMachineAndOfTheRows()
    {
        var machine = new CrawlStateMachine(_clock);
        var constants = typeof(CrawlStates).GetFields().Select(field => (string)field.GetValue(null)!);
        var table = Table.Split('\n').Skip(1).Select(line => line.Split(' ')[0]);

        var states = machine.States.Select(state => state.Name).Except(["Initial", "Final"]).Order().ToList();

        states.ShouldBe(constants.Order());
        states.ShouldBe(table.Order());
    }

    [Fact]
    public void EventsOfTheTable_AreThoseOfTheMachine()
    {
        var machine = new CrawlStateMachine(_clock);
        var header = Table.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1);

        var messages = machine.Events.Select(@event => @event.GetType().GetGenericArguments())
            .Where(types => types.Length == 1)
            .Select(types => types[0].Name);

        messages.Order().ShouldBe(header.Order());
    }

    [Fact]
    public async Task SubmitCrawl_MakesTheRow_AndAsksForItsSeeds()
    {
        var submit = Submit(Guid.NewGuid(), new LimitsSpec { Duration = TimeSpan.FromHours(1) });

        (await _bus.PublishAsync(submit)).ShouldBeTrue();

        var crawl = (await _bus.RowsAsync<CrawlSaga>()).Single();
        (crawl.CorrelationId, crawl.CurrentState, crawl.Weight).ShouldBe((submit.CrawlId, "Submitted", 3));
        (crawl.SubmittedAt, crawl.DeadlineAt)
            .ShouldBe((submit.SubmittedAt, submit.SubmittedAt + TimeSpan.FromHours(1)));
        JsonSerializer.Deserialize<CrawlSpec>(crawl.Spec, CrawlerJson.Options)!.Seeds.ShouldBe(submit.Spec.Seeds);
        (await _bus.OutboxAsync()).ShouldBe([new AdmitSeeds { CrawlId = submit.CrawlId }]);
    }

    [Theory]
    [InlineData("SeedsAdmitted")]
    [InlineData("LimitReached")]
    [InlineData("FrontierDrained")]
    public async Task LateEventOfAnUnknownCrawl_IsDiscarded(string message)
    {
        (await PublishAsync(message, Guid.NewGuid())).ShouldBeTrue();

        (await _bus.RowsAsync<CrawlSaga>()).ShouldBeEmpty();
        (await _bus.OutboxAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task CommandThatOvertakesSubmitCrawlOnAnotherInstance_IsTriedAgain()
    {
        var crawl = Guid.NewGuid();
        var pause = _bus.PublishAsync(new PauseCrawl { CrawlId = crawl });

        await AddAsync("Submitted", null, crawl);

        (await pause).ShouldBeTrue();
        (await _bus.RowsAsync<CrawlSaga>()).Single().CurrentState.ShouldBe("Paused");
    }

    [Fact]
    public async Task CommandToACrawlThatNeverComes_IsGivenUp()
    {
        var cancelled = await _bus.PublishAsync(new CancelCrawl { CrawlId = Guid.NewGuid() });

        cancelled.ShouldBeFalse();
        (await _bus.RowsAsync<CrawlSaga>()).ShouldBeEmpty();
        (await _bus.RowsAsync<InboxMessage>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pause_MovesTheDeadlineOn()
    {
        var crawl = Guid.NewGuid();
        await _bus.PublishAsync(Submit(crawl, new LimitsSpec { Duration = TimeSpan.FromHours(1) }));
        var deadline = _clock.GetUtcNow() + TimeSpan.FromHours(1);
        await _bus.PublishAsync(new SeedsAdmitted { CrawlId = crawl });
        await _bus.PublishAsync(new PauseCrawl { CrawlId = crawl });
        _clock.Advance(TimeSpan.FromMinutes(25));

        await _bus.PublishAsync(new ResumeCrawl { CrawlId = crawl });

        var row = (await _bus.RowsAsync<CrawlSaga>()).Single();
        (row.DeadlineAt, row.PausedAt).ShouldBe((deadline + TimeSpan.FromMinutes(25), null));
    }

    [Theory]
    [InlineData("Crawling", null, 0, "Failed", EndReason.SeedsFailed)]
    [InlineData("Crawling", null, 1, "Completed", EndReason.Drained)]
    [InlineData("Draining", EndReason.Cancelled, 5, "Cancelled", EndReason.Cancelled)]
    [InlineData("Draining", EndReason.Cancelled, 0, "Cancelled", EndReason.Cancelled)]
    [InlineData("Draining", EndReason.PageLimit, 5, "Completed", EndReason.PageLimit)]
    [InlineData("Draining", EndReason.DurationLimit, 0, "Completed", EndReason.DurationLimit)]
    public async Task FrontierDrained_EndsTheCrawlAsItWent(string from, EndReason? reason, int fetched, string to,
        EndReason told)
    {
        var crawl = await AddAsync(from, reason);

        var counts = new CrawlCounts { Fetched = fetched };
        await _bus.PublishAsync(new FrontierDrained { CrawlId = crawl, Counts = counts });

        var row = (await _bus.RowsAsync<CrawlSaga>()).Single();
        (row.CurrentState, row.EndReason, row.EndedAt).ShouldBe((to, told, _clock.GetUtcNow()));
        var ended = JsonSerializer.SerializeToElement((await _bus.OutboxAsync()).Single());
        ended.GetProperty("Reason").GetInt32().ShouldBe((int)told);
        ended.GetProperty("Counts").GetProperty("Fetched").GetInt32().ShouldBe(fetched);
    }

    [Fact]
    public async Task LimitReached_DrainsWithItsReason()
    {
        var crawl = await AddAsync("Crawling", null);

        await _bus.PublishAsync(new LimitReached { CrawlId = crawl, Reason = EndReason.ByteLimit });

        (await _bus.RowsAsync<CrawlSaga>()).Single().EndReason.ShouldBe(EndReason.ByteLimit);
        (await _bus.OutboxAsync()).OfType<DrainFrontier>().Single().Reason.ShouldBe(EndReason.ByteLimit);
    }

    [Fact]
    public async Task CopyOfAMessage_ChangesNothing()
    {
        var crawl = await AddAsync("Crawling", null);
        var id = Guid.NewGuid();
        await _bus.PublishAsync(new PauseCrawl { CrawlId = crawl }, id);
        await _bus.PublishAsync(new ResumeCrawl { CrawlId = crawl });
        var before = (await _bus.RowsAsync<CrawlSaga>()).Single();

        (await _bus.PublishAsync(new PauseCrawl { CrawlId = crawl }, id)).ShouldBeTrue();

        var after = (await _bus.RowsAsync<CrawlSaga>()).Single();
        (after.CurrentState, after.RowVersion).ShouldBe(("Crawling", before.RowVersion));
        (await _bus.OutboxAsync()).Count.ShouldBe(2);
        (await _bus.RowsAsync<InboxMessage>()).Count.ShouldBe(2);
    }

    private static IEnumerable<string> MessagesOf(string from, string to) => (from, to) switch
    {
        (_, "-") => [],
        ("Submitted", "Crawling") => ["CrawlStarted"],
        ("Paused", "Crawling") => ["CrawlResumed"],
        (_, "Paused") => ["CrawlPaused"],
        (_, "Draining") => ["CrawlStopping", "DrainFrontier"],
        (_, var end) => ["Crawl" + end],
    };

    private static SubmitCrawl Submit(Guid crawl, LimitsSpec? limits = null) => new()
    {
        CrawlId = crawl,
        Spec = Specs.Of("https://site.example/").Limited(limits ?? new LimitsSpec()) with { Weight = 3 },
        SubmittedAt = new ManualTimeProvider().GetUtcNow(),
    };

    private async Task<string> ReactAsync(string from, string message)
    {
        await _bus.ChangeAsync(context => context.Set<CrawlSaga>().ExecuteDeleteAsync());
        await _bus.ChangeAsync(context => context.Set<OutboxMessage>().ExecuteDeleteAsync());
        var crawl = await AddAsync(from, from == "Draining" ? EndReason.PageLimit : null);
        var consumed = await PublishAsync(message, crawl);
        var state = (await _bus.RowsAsync<CrawlSaga>()).Single().CurrentState;
        var sent = (await _bus.OutboxAsync()).Select(one => one.GetType().Name);
        return $"{(consumed ? "" : "fault ")}{state} [{string.Join(' ', sent)}]";
    }

    private Task<bool> PublishAsync(string message, Guid crawl) => message switch
    {
        nameof(SubmitCrawl) => _bus.PublishAsync(Submit(crawl)),
        nameof(SeedsAdmitted) => _bus.PublishAsync(new SeedsAdmitted { CrawlId = crawl }),
        nameof(PauseCrawl) => _bus.PublishAsync(new PauseCrawl { CrawlId = crawl }),
        nameof(ResumeCrawl) => _bus.PublishAsync(new ResumeCrawl { CrawlId = crawl }),
        nameof(CancelCrawl) => _bus.PublishAsync(new CancelCrawl { CrawlId = crawl }),
        nameof(LimitReached) => _bus.PublishAsync(new LimitReached { CrawlId = crawl, Reason = EndReason.PageLimit }),
        nameof(FrontierDrained) =>
            _bus.PublishAsync(new FrontierDrained { CrawlId = crawl, Counts = new CrawlCounts { Fetched = 1 } }),
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "Not an event of the table."),
    };

    private async Task<Guid> AddAsync(string state, EndReason? reason, Guid? id = null)
    {
        var crawl = new CrawlSaga
        {
            CorrelationId = id ?? Guid.NewGuid(),
            CurrentState = state,
            EndReason = reason,
            Spec = "{}",
            SubmittedAt = _clock.GetUtcNow(),
            PausedAt = state == "Paused" ? _clock.GetUtcNow() : null,
        };
        await _bus.ChangeAsync(context => Task.FromResult(context.Add(crawl)));
        return crawl.CorrelationId;
    }
}
