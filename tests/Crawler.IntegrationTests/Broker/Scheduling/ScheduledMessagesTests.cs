using Crawler.Persistence;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using MassTransit;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Redeliveries, time-outs of sagas and scheduled sends, by way of the scheduler endpoint.</summary>
public abstract class ScheduledMessagesTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    internal TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync() => Database = await TestDatabase.CreateAsync(provider);

    public async Task DisposeAsync() => await Database.DisposeAsync();

    /// <summary>Settings of the transport.</summary>
    protected abstract Task<string[]> SettingsAsync();

    protected async Task FailingMessage_IsRetriedThenRedelivered()
    {
        await using var host = await StartAsync();

        await host.SendAsync(new Note(NoteConsumer.Failing));

        // Three deliveries of two tries each.
        await Eventually.HoldsAsync(() => host.Seen.All.Count == 6);
        host.Seen.All.Select(arrival => arrival.Redeliveries).ShouldBe([0, 0, 1, 1, 2, 2]);
        host.Seen.All.ShouldAllBe(arrival => arrival.Header == "kept");
        await Eventually.HoldsAsync(() => host.CountWaiting() == 0);
    }

    protected async Task Timeout_Comes()
    {
        await using var host = await StartAsync();

        await host.Bus.Publish(new BeginVigil(Guid.NewGuid(), TimeSpan.FromMilliseconds(300)));

        await Eventually.HoldsAsync(() => host.Seen.All.Any(arrival => arrival.Text == "over"));
    }

    protected async Task CancelledTimeout_DoesNotCome()
    {
        await using var host = await StartAsync();
        var id = Guid.NewGuid();
        await host.Bus.Publish(new BeginVigil(id, Long));
        await Eventually.HoldsAsync(() => host.CountWaiting() == 1);

        await host.Bus.Publish(new EndVigil(id));

        await Eventually.HoldsAsync(() => host.Seen.All.Any(arrival => arrival.Text == "ended"));
        await Eventually.HoldsAsync(() => host.CountWaiting() == 0);
    }

    protected async Task ManySchedulesAndCancels_LeaveNothingBehind()
    {
        await using var host = await StartAsync();
        var scheduler = host.Bus.CreateMessageScheduler(QueueNames.SchedulerAddress);
        var destination = QueueNames.AddressOf(NoteConsumerDefinition.Queue);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var scheduled = await scheduler.ScheduleSend(
                destination, TimeProvider.System.GetUtcNow().UtcDateTime + Long, new Note($"{i}"), CancellationToken.None);
            await scheduler.CancelScheduledSend(destination, scheduled.TokenId, CancellationToken.None);
        }));
        await scheduler.ScheduleSend(destination, TimeProvider.System.GetUtcNow().UtcDateTime, new Note("last"), CancellationToken.None);

        await Eventually.HoldsAsync(() => host.Seen.All.Count > 0 && host.CountWaiting() == 0);
        host.Seen.All.ShouldHaveSingleItem().Text.ShouldBe("last");
    }

    protected async Task SendScheduledInATransaction_KeepsItsHeaders()
    {
        await using var host = await StartAsync();

        await host.Bus.Publish(new Remind("later", TimeProvider.System.GetUtcNow().AddMilliseconds(200)));

        await Eventually.HoldsAsync(() => host.Seen.All.Count == 1);
        host.Seen.All[0].Text.ShouldBe("later");
        host.Seen.All[0].Header.ShouldBe("kept");
    }

    protected async Task MessageLeftByAStoppedProcess_IsSentByTheNext()
    {
        await using (var first = await StartAsync())
        {
            await first.Bus.Publish(new Remind("later", TimeProvider.System.GetUtcNow().AddSeconds(2)));
            await Eventually.HoldsAsync(() => first.CountWaiting() == 1);
        }

        await using var second = await StartAsync();

        await Eventually.HoldsAsync(() => second.Seen.All.Count == 1);
        second.Seen.All[0].Text.ShouldBe("later");
    }

    internal async Task<SchedulingHost> StartAsync(params string[] settings) => await SchedulingHost.StartAsync(
        Database, [.. await SettingsAsync(), .. settings]);
}
