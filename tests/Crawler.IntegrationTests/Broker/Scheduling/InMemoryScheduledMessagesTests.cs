using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Within one process.</summary>
[Collection(HostCollection.Name)]
public sealed class InMemoryScheduledMessagesTests : ScheduledMessagesTests
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

    protected override Task<string[]> SettingsAsync() => Task.FromResult<string[]>([]);
}
