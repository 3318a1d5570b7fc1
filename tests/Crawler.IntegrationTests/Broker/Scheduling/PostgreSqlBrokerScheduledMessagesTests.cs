using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Waiting;

using MassTransit;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlBrokerScheduledMessagesTests(RabbitMqServer broker)
    : BrokerScheduledMessagesTests(broker, DatabaseProvider.PostgreSql)
{
    private const int Messages = 60;

    [RabbitMqFact]
    public async Task MessagesOfACluster_AreSentOnceEach()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await ScheduleAsync(one, Enumerable.Range(0, Messages / 2), TimeSpan.FromSeconds(1));
        await ScheduleAsync(other, Enumerable.Range(Messages / 2, Messages / 2), TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => one.CountWaiting() == 0);
        await ScheduleAsync(one, [Messages], TimeSpan.Zero);
        await Eventually.HoldsAsync(() => Arrived(one, other).Contains($"{Messages}"));

        await Eventually.HoldsAsync(() => Arrived(one, other).Distinct().Count() == Messages + 1);
        Arrived(one, other).Order().ShouldBe(Enumerable.Range(0, Messages + 1).Select(i => $"{i}").Order());
    }

    [RabbitMqFact]
    public async Task MessageOfAProcessThatStops_IsSentByTheOther()
    {
        await using var stays = await StartAsync();
        await using (var goes = await StartAsync())
        {
            await ScheduleAsync(goes, [1], TimeSpan.FromSeconds(2));
            await Eventually.HoldsAsync(() => goes.CountWaiting() == 1);
        }

        await Eventually.HoldsAsync(() => stays.Seen.All.Any(arrival => arrival.Text == "1"));
    }

    private static async Task ScheduleAsync(SchedulingHost host, IEnumerable<int> numbers, TimeSpan delay)
    {
        var scheduler = host.Bus.CreateMessageScheduler(QueueNames.SchedulerAddress);
        foreach (var number in numbers)
        {
            await scheduler.ScheduleSend(
                QueueNames.AddressOf(NoteConsumerDefinition.Queue), TimeProvider.System.GetUtcNow().UtcDateTime + delay,
                new Note($"{number}"), CancellationToken.None);
        }
    }

    private static IReadOnlyList<string> Arrived(SchedulingHost one, SchedulingHost other) =>
        [.. one.Seen.All.Concat(other.Seen.All).Select(arrival => arrival.Text)];
}
