using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Time;
using Crawler.TestKit.Waiting;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>
/// State and the messages that it causes are one transaction, and no message is lost with its process.
/// </summary>
public abstract class OutboxTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private readonly ManualTimeProvider _clock = new();

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(provider);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Row_IsRemovedAfterItsConsumerCommitted_AndNotBefore()
    {
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var process = await StartAsync(new PingBehavior(_ =>
        {
            entered.TrySetResult();
            return leave.Task;
        }));
        await process.InTransactionAsync(transaction => transaction.Publish(new Ping("one")));
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var during = await process.OutboxAsync();
        leave.SetResult();

        during.ShouldBe([new Ping("one")]);
        await Eventually.HoldsAsync(async () => (await process.OutboxAsync()).Count == 0);
        (await process.RowsAsync<Submission>()).Single().BodyHash.ShouldBe("one");
        (await process.RowsAsync<InboxMessage>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task MessageWithoutReceiver_LeavesNoRow()
    {
        await using var process = await StartAsync(PingBehavior.Consumes);

        await process.InTransactionAsync(transaction => transaction.Publish(new Pong("nobody")));

        await Eventually.HoldsAsync(async () => (await process.OutboxAsync()).Count == 0);
    }

    [Fact]
    public async Task TransactionThatIsNotCommitted_LeavesNoMessage()
    {
        await using var process = await StartAsync(PingBehavior.Consumes, delivers: false);

        await process.InTransactionAsync(transaction => transaction.Publish(new Ping("never")), commits: false);

        (await process.OutboxAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ConsumerThatThrows_LeavesNeitherRowNorMessage()
    {
        await using var process = await StartAsync(PingBehavior.Throws, delivers: false);

        var consumed = await process.PublishAsync(new Ping("one"));

        consumed.ShouldBeFalse();
        (await process.RowsAsync<Submission>()).ShouldBeEmpty();
        (await process.RowsAsync<InboxMessage>()).ShouldBeEmpty();
        (await process.OutboxAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ConsumerThatThrowsOnce_CommitsItsSecondTryAlone()
    {
        var tries = 0;
        await using var process = await StartAsync(
            new PingBehavior(_ =>
                ++tries == 1 ? throw new InvalidOperationException("As the test asks.") : Task.CompletedTask),
            delivers: false);

        var consumed = await process.PublishAsync(new Ping("one"));

        (consumed, tries).ShouldBe((true, 2));
        (await process.RowsAsync<Submission>()).Count.ShouldBe(1);
        (await process.OutboxAsync()).ShouldBe([new Pong("one")]);
    }

    [Fact]
    public async Task CopyOfAMessage_ChangesNothing()
    {
        await using var process = await StartAsync(PingBehavior.Consumes, delivers: false);
        var id = Guid.NewGuid();
        await process.PublishAsync(new Ping("one"), id);

        var consumed = await process.PublishAsync(new Ping("one"), id);

        consumed.ShouldBeTrue();
        (await process.RowsAsync<Submission>()).Count.ShouldBe(1);
        (await process.OutboxAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task MessageThatNoProcessDelivered_IsSentAtTheNextStart()
    {
        await using (var dies = await StartAsync(PingBehavior.Consumes, delivers: false))
        {
            await dies.InTransactionAsync(transaction => transaction.Publish(new Ping("left")));
        }

        await using var next = await StartAsync(PingBehavior.Consumes);

        await Eventually.HoldsAsync(async () => (await next.OutboxAsync()).Count == 0);
        (await next.RowsAsync<Submission>()).Single().BodyHash.ShouldBe("left");
    }

    [Fact]
    public async Task MessageThatAConsumerGaveUp_StaysAndIsSentAtTheNextStart()
    {
        await using (var fails = await StartAsync(PingBehavior.Throws))
        {
            await fails.InTransactionAsync(transaction => transaction.Publish(new Ping("again")));
            await Eventually.HoldsAsync(async () => (await fails.RowsAsync<OutboxMessage>()).Single().Faults == 1);
        }

        await using var next = await StartAsync(PingBehavior.Consumes);

        await Eventually.HoldsAsync(async () => (await next.OutboxAsync()).Count == 0);
        (await next.RowsAsync<Submission>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task MessageOfAnUnknownType_StaysAndHoldsNobodyUp()
    {
        await using (var dies = await StartAsync(PingBehavior.Consumes, delivers: false))
        {
            var later = new OutboxMessage { MessageType = "Crawler.Later, Crawler.Contracts", Body = "{}" };
            await dies.ChangeAsync(context => Task.FromResult(context.Add(later)));
            await dies.InTransactionAsync(transaction => transaction.Publish(new Ping("known")));
        }

        await using var next = await StartAsync(PingBehavior.Consumes);

        await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == 1);
        (await next.RowsAsync<OutboxMessage>())
            .ShouldContain(row => row.MessageType == "Crawler.Later, Crawler.Contracts");
    }

    private Task<BusHarness> StartAsync(PingBehavior behavior, bool delivers = true) => BusHarness.StartAsync(
        _database, _clock, delivers, builder =>
        {
            builder.Services.AddSingleton(behavior);
            builder.AddToBus(bus => bus.AddConsumer<PingConsumer, PingConsumerDefinition>());
        });
}
