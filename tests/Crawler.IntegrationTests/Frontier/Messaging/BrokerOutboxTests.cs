using Crawler.Contracts.V1.Fetching;
using Crawler.IntegrationTests.Downloader;
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
    public async Task MessageOfATypeOfALaterVersion_IsLeftForItUncounted_AndHoldsNobodyUp()
    {
        await AddRowAsync("Crawler.Later, Crawler.Contracts", "{}");
        await using var next = await StartAsync(PingBehavior.Consumes);
        await next.InTransactionAsync(transaction => transaction.Publish(new Ping("known")));
        await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == 1);

        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await next.InTransactionAsync(transaction => transaction.Publish(new Ping($"{i}")));

            // With the submission comes the answer's row, which has to go too.
            await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == i + 2);
            await Eventually.HoldsAsync(async () => (await next.RowsAsync<OutboxMessage>()).Count == 1);
        }

        (await next.RowsAsync<OutboxMessage>()).Single().Faults.ShouldBe(0);
    }

    [Fact]
    public async Task MessageThatCannotBeRead_IsTriedTenTimes_AndHoldsNobodyUp()
    {
        await AddRowAsync(OutboxSerialization.NameOf(typeof(Ping)), "[");
        await using var next = await StartAsync(PingBehavior.Consumes);
        await next.InTransactionAsync(transaction => transaction.Publish(new Ping("known")));

        await Eventually.HoldsAsync(async () => (await next.RowsAsync<Submission>()).Count == 1);
        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await next.RowsAsync<OutboxMessage>()).Exists(row => row.Faults == 10);
        });
    }

    [Fact]
    public async Task BatchesOfWhichOneIsNotConfirmed_AreEachSentOnce()
    {
        await using var process = await StartAsync(PingBehavior.Consumes);
        var hosts = Enumerable.Range(0, 8).Select(i => $"h{i}.example").ToList();
        var sent = new PublishWatch<FetchHostBatch>((batch, _) => batch.Host == hosts[3]
            ? throw new InvalidOperationException("As the test asks.")
            : Task.CompletedTask);
        process.Services.GetRequiredService<IBus>().ConnectPublishObserver(sent);

        await process.InTransactionAsync(transaction =>
        {
            foreach (var host in hosts)
            {
                transaction.Publish(TestBatch.Of($"https://{host}/"));
            }
        });

        await Eventually.HoldsAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await process.RowsAsync<OutboxMessage>()).Count == 0;
        });
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => sent.Begun.Count >= hosts.Count);
        sent.Begun.Select(batch => batch.Host).ShouldBe(hosts, ignoreOrder: true);
    }

    [Fact]
    public async Task ProcessThatIsStoppedWhileItSends_RemovesWhatItHasSent()
    {
        await using (var stops = await StartAsync(PingBehavior.Consumes))
        {
            var reached = new TaskCompletionSource();
            stops.Services.GetRequiredService<IBus>().ConnectPublishObserver(new PublishWatch<Ping>(async (ping, token) =>
            {
                if (ping.Text == "2")
                {
                    reached.TrySetResult();
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                }
            }));
            await stops.InTransactionAsync(transaction =>
            {
                for (var i = 0; i < 4; i++)
                {
                    transaction.Publish(new Ping($"{i}"));
                }
            });
            await reached.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await using var next = await StartAsync(PingBehavior.Consumes, delivers: false);

        (await next.OutboxAsync()).OfType<Ping>().Select(ping => ping.Text).ShouldBe(["2", "3"]);
    }

    private async Task AddRowAsync(string type, string body)
    {
        await using var dies = await StartAsync(PingBehavior.Consumes, delivers: false);
        await dies.ChangeAsync(context => Task.FromResult(
            context.Add(new OutboxMessage { MessageId = Guid.NewGuid(), MessageType = type, Body = body })));
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
