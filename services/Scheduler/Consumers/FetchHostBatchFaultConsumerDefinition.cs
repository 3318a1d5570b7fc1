using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Idempotent by the lease, as an answer is.</summary>
internal sealed class FetchHostBatchFaultConsumerDefinition : ConsumerDefinition<FetchHostBatchFaultConsumer>
{
    public FetchHostBatchFaultConsumerDefinition()
    {
        EndpointName = QueueNames.FetchHostBatchFault;
        ConcurrentMessageLimit = 2;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<FetchHostBatchFaultConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRedelivery(context);
        endpointConfigurator.UseRetryPastOutages(context, 100, 500, 2_000, 5_000);
    }
}
