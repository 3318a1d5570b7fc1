using MassTransit;
using MassTransit.Scheduling;

namespace Crawler.Scheduler.Messages;

/// <summary>
/// Keeps messages until their time, and takes them back. One consumer for both, so that they keep their order.
/// </summary>
internal sealed class ScheduleMessageConsumer(ScheduledMessages messages)
    : IConsumer<ScheduleMessage>, IConsumer<CancelScheduledMessage>
{
    public Task Consume(ConsumeContext<ScheduleMessage> context) => messages.KeepAsync(
        context.Message.CorrelationId,
        new DateTimeOffset(DateTime.SpecifyKind(context.Message.ScheduledTime, DateTimeKind.Utc)),
        WaitingMessage.From(context),
        context.CancellationToken);

    public Task Consume(ConsumeContext<CancelScheduledMessage> context) =>
        messages.ForgetAsync(context.Message.TokenId, context.CancellationToken);
}
