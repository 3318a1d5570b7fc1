using Crawler.IntegrationTests.Broker.Scheduling;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Moving;

/// <summary>Messages that waited in a process of its own come through a broker, from the shared database.</summary>
[Collection(HostCollection.Name)]
public sealed class WaitingMessageMoveTests(RabbitMqServer broker)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(4);

    [RabbitMqFact]
    public async Task MessageThatWaits_IsSentByAProcessOnTheDatabase_AsItWas()
    {
        await using var file = (SqliteTestDatabase)await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var target = await PostgreSqlTestDatabase.CreateAsync();
        long waitsSince;
        await using (var alone = await SchedulingHost.StartAsync(file, $"Messaging:RedeliveryDelay={Delay}"))
        {
            await alone.SendAsync(new Note(NoteConsumer.Recovering));
            await Eventually.HoldsAsync(() => alone.CountWaiting() == 1);
            waitsSince = TimeProvider.System.GetTimestamp();
        }

        var moved = await MovingFolder.MoveAsync(file.DatabaseFile, file.MessagesFile, target);
        moved.WaitingMessages.ShouldBe(1);
        var host = await broker.AddVirtualHostAsync();

        // Due before the broker has any queue: it is sent once they are there.
        await Eventually.HoldsAsync(() => TimeProvider.System.GetElapsedTime(waitsSince) > Delay);
        await using var shared = await SchedulingHost.StartAsync(target, host.Settings);

        await Eventually.HoldsAsync(() => shared.Seen.All.Count == 1);
        shared.Seen.All[0].Redeliveries.ShouldBe(1);
        shared.Seen.All[0].Header.ShouldBe("kept");
        await Eventually.HoldsAsync(() => shared.CountWaiting() == 0);
    }
}
