using Crawler.Persistence.Messaging;

using MassTransit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

internal sealed class PingConsumerDefinition : ConsumerDefinition<PingConsumer>
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<PingConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.UseMessageRetry(retry => retry.Immediate(2));
        endpointConfigurator.UseTransactionalOutbox(context);
    }
}
