using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Messaging;

using MassTransit;
using MassTransit.Scheduling;

namespace Crawler.Scheduler.Messages;

/// <summary>
/// Idempotent by the token. What concerns one token is worked on in the order in which it came: one process at a time
/// takes from the queue, and within it each token has its own line. Retry alone, while the database is away without end: redelivery would come here
/// again.
/// </summary>
internal sealed class ScheduleMessageConsumerDefinition : ConsumerDefinition<ScheduleMessageConsumer>
{
    private const int Lines = 8;

    public ScheduleMessageConsumerDefinition()
    {
        EndpointName = QueueNames.ScheduleMessage;
        ConcurrentMessageLimit = Lines;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ScheduleMessageConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseRetryPastOutages(context, 250, 1_000, 5_000, 15_000);
        var lines = consumerConfigurator.CreatePartitioner(Lines);
        consumerConfigurator.Message<ScheduleMessage>(message =>
            message.UsePartitioner(lines, schedule => schedule.Message.CorrelationId));
        consumerConfigurator.Message<CancelScheduledMessage>(message =>
            message.UsePartitioner(lines, cancel => cancel.Message.TokenId));
    }
}
