using Crawler.ServiceDefaults.Messaging;

using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Schedules a note from within a transaction.</summary>
internal sealed class RemindConsumer : IConsumer<Remind>
{
    public Task Consume(ConsumeContext<Remind> context) => context.ScheduleSend(
        QueueNames.AddressOf(NoteConsumerDefinition.Queue), context.Message.At.UtcDateTime,
        new Note(context.Message.Text),
        Pipe.Execute<SendContext<Note>>(send => send.Headers.Set("X-Custom", "kept")));
}
