using Crawler.Persistence.Messaging;

using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

internal sealed class RemindConsumerDefinition : ConsumerDefinition<RemindConsumer>
{
    public RemindConsumerDefinition() => EndpointName = "test-remind";

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RemindConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseTransactionalOutbox(context);
}
