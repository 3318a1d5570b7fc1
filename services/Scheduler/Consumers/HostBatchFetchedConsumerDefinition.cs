using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>
/// Idempotent by the lease: an answer is committed once. Answers queue at the database, so few are worked on at a time.
/// </summary>
internal sealed class HostBatchFetchedConsumerDefinition : ConsumerDefinition<HostBatchFetchedConsumer>
{
    public HostBatchFetchedConsumerDefinition()
    {
        EndpointName = QueueNames.HostBatchFetched;
        ConcurrentMessageLimit = 4;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<HostBatchFetchedConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRedelivery(context);
        endpointConfigurator.UseRetryPastOutages(context, 100, 500, 2_000, 5_000);
    }
}
