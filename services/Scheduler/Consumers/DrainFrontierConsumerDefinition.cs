using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Idempotent by nature: what is retired waits no more.</summary>
internal sealed class DrainFrontierConsumerDefinition : ConsumerDefinition<DrainFrontierConsumer>
{
    public DrainFrontierConsumerDefinition()
    {
        EndpointName = QueueNames.DrainFrontier;
        ConcurrentMessageLimit = 2;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<DrainFrontierConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRedelivery(context);
        endpointConfigurator.UseRetryPastOutages(context, 100, 500, 2_000, 5_000);
    }
}
