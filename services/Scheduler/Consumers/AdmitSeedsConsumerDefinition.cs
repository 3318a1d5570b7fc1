using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.Scheduler.Consumers;

/// <summary>Idempotent by nature: seeds are admitted once.</summary>
internal sealed class AdmitSeedsConsumerDefinition : ConsumerDefinition<AdmitSeedsConsumer>
{
    public AdmitSeedsConsumerDefinition()
    {
        EndpointName = QueueNames.AdmitSeeds;
        ConcurrentMessageLimit = 2;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<AdmitSeedsConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRedelivery(context);
        endpointConfigurator.UseRetryPastOutages(context, 100, 500, 2_000, 5_000);
    }
}
