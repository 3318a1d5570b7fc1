using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>
/// Idempotent by nature: a lease only grows. Without redelivery, and without an error queue: minutes later a sign of
/// life is none.
/// </summary>
internal sealed class WorkerHeartbeatConsumerDefinition : ConsumerDefinition<WorkerHeartbeatConsumer>
{
    public WorkerHeartbeatConsumerDefinition()
    {
        EndpointName = QueueNames.WorkerHeartbeat;
        ConcurrentMessageLimit = 2;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<WorkerHeartbeatConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.DiscardFaultedMessages();
        endpointConfigurator.PublishFaults = false;
        endpointConfigurator.UseMessageRetry(retry => retry.Intervals(100, 500, 2_000));
    }
}
