using Crawler.Persistence;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Within one process.</summary>
public abstract class InMemoryScheduledMessagesTests(DatabaseProvider provider) : ScheduledMessagesTests(provider)
{
    [Fact]
    public Task FailingMessage_InMemory_IsRetriedThenRedelivered() =>
        FailingMessage_IsRetriedThenRedelivered();

    [Fact]
    public Task Timeout_InMemory_Comes() =>
        Timeout_Comes();

    [Fact]
    public Task CancelledTimeout_InMemory_DoesNotCome() =>
        CancelledTimeout_DoesNotCome();

    [Fact]
    public Task ManySchedulesAndCancels_InMemory_LeaveNothingBehind() =>
        ManySchedulesAndCancels_LeaveNothingBehind();

    [Fact]
    public Task SendScheduledInATransaction_InMemory_KeepsItsHeaders() =>
        SendScheduledInATransaction_KeepsItsHeaders();

    [Fact]
    public Task MessageLeftByAStoppedProcess_InMemory_IsSentByTheNext() =>
        MessageLeftByAStoppedProcess_IsSentByTheNext();

    [Fact]
    public async Task GivenUpMessageOfTheOutbox_StaysForTheNextStart()
    {
        await using var host = await StartAsync();

        await host.PublishInATransactionAsync(new Note(NoteConsumer.Failing));

        await Eventually.HoldsAsync(async () => await host.OutboxAsync() is [{ Faults: 1 }]);
        host.Seen.All.Count.ShouldBe(6);
    }

    [Fact]
    public async Task RedeliveredMessageOfTheOutbox_LeavesItOnceItIsConsumed()
    {
        await using var host = await StartAsync();

        await host.PublishInATransactionAsync(new Note(NoteConsumer.Recovering));

        await Eventually.HoldsAsync(() => host.Seen.All.Count == 3);
        await Eventually.HoldsAsync(async () => (await host.OutboxAsync()).Count == 0);
    }

    protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>([]);
}
