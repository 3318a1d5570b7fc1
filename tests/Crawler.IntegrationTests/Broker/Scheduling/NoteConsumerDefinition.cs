using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

internal sealed class NoteConsumerDefinition : ConsumerDefinition<NoteConsumer>
{
    public const string Queue = "test-note";

    public NoteConsumerDefinition() => EndpointName = Queue;

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<NoteConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRedelivery(context);
        endpointConfigurator.UseMessageRetry(retry => retry.Immediate(1));
    }
}
