using Crawler.Persistence;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Waiting;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Through RabbitMQ.</summary>
public abstract class BrokerScheduledMessagesTests(RabbitMqServer broker, DatabaseProvider provider)
    : ScheduledMessagesTests(provider)
{
    private VirtualHost? _host;

    [RabbitMqFact]
    public Task FailingMessage_OnABroker_IsRetriedThenRedelivered() =>
        FailingMessage_IsRetriedThenRedelivered();

    [RabbitMqFact]
    public async Task FailingMessage_OnABroker_EndsInTheErrorQueue()
    {
        await FailingMessage_IsRetriedThenRedelivered();

        await Eventually.HoldsAsync(async () => await _host!.CountAsync($"{NoteConsumerDefinition.Queue}_error") == 1);
    }

    [RabbitMqFact]
    public Task Timeout_OnABroker_Comes() =>
        Timeout_Comes();

    [RabbitMqFact]
    public Task CancelledTimeout_OnABroker_DoesNotCome() =>
        CancelledTimeout_DoesNotCome();

    [RabbitMqFact]
    public Task ManySchedulesAndCancels_OnABroker_LeaveNothingBehind() =>
        ManySchedulesAndCancels_LeaveNothingBehind();

    [RabbitMqFact]
    public Task SendScheduledInATransaction_OnABroker_KeepsItsHeaders() =>
        SendScheduledInATransaction_KeepsItsHeaders();

    [RabbitMqFact]
    public Task MessageLeftByAStoppedProcess_OnABroker_IsSentByTheNext() =>
        MessageLeftByAStoppedProcess_IsSentByTheNext();

    protected override async Task<string[]> SettingsAsync() =>
        (_host ??= await broker.AddVirtualHostAsync()).Settings;
}
