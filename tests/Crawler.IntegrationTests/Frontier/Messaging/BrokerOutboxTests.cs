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
/// Delivery as it is to a broker: a row goes when the transport has taken its message. The in-memory bus stands for the
/// broker.
/// </summary>
public abstract class BrokerOutboxTests(DatabaseProvider provider) : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(provider);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task MoreMessagesThanAreSentAtOnce_AreAllSent_AndNoneTwice()
    {
        await using var process = await StartAsync(PingBehavior.Consumes);

        await process.InTransactionAsync(transaction =>
        {
            for (var i = 0; i < 150; i++)
            {
                transaction.Publish(new Ping($"{i}"));
            }
        });

        await Eventually.HoldsAsync(async () => (await process.RowsAsync<Submission>()).Count == 150);
        await Eventually.HoldsAsync(async () => (await process.RowsAsync<OutboxMessage>()).Count == 0);
        (await process.RowsAsync<InboxMessage>()).Count.ShouldBe(150);
    }

    [Fact]
    public async Task MessageThatNoProcessDelivered_IsSentAtTheNextStart()
    {
        await using (var dies = await StartAsync(PingBehavior.Consumes, delivers: false))
        {
            await dies.InTransactionAsync(transaction => transaction.Publish(new Ping("left")));
        }

        await using var next = await StartAsync(PingBehavior.Consumes);

        await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == 1);
        await Eventually.HoldsAsync(async () => (await next.RowsAsync<OutboxMessage>()).Count == 0);
    }

    [Fact]
    public async Task MessageOfAnUnknownType_IsTriedTenTimes_AndHoldsNobodyUp()
    {
        await using (var dies = await StartAsync(PingBehavior.Consumes, delivers: false))
        {
            var later = new OutboxMessage { MessageType = "Crawler.Later, Crawler.Contracts", Body = "{}" };
            await dies.ChangeAsync(context => Task.FromResult(context.Add(later)));
        }

        await using var next = await StartAsync(PingBehavior.Consumes);
        await next.InTransactionAsync(transaction => transaction.Publish(new Ping("known")));

        await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == 1);
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await next.RowsAsync<OutboxMessage>()).Exists(row => row.Faults == 10);
        });
    }

    private protected Task<BusHarness> StartAsync(PingBehavior behavior, bool delivers = true) => BusHarness.StartAsync(
        _database, _clock, delivers: false, builder =>
        {
            builder.Services.AddSingleton(behavior);
            builder.AddToBus(bus => bus.AddConsumer<PingConsumer, PingConsumerDefinition>());
            if (delivers)
            {
                builder.Services.AddHostedService<BrokerOutboxDelivery>();
            }
        });
}
