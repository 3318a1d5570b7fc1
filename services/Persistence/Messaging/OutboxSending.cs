using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Telemetry;

using MassTransit;

namespace Crawler.Persistence.Messaging;

/// <summary>Sends an outbox row as the message that it records, within the trace that caused it.</summary>
internal static class OutboxSending
{
    /// <summary>Returns when the transport has taken the message: on a broker, when it has confirmed it.</summary>
    /// <remarks>
    /// The transport sends again by itself where it loses its connection before the confirmation; not what goes
    /// <paramref name="once"/>.
    /// </remarks>
    public static async Task SendAsync(
        this IBus bus, OutboxMessage row, object message, Type type, CancellationToken cancellationToken,
        bool once = false)
    {
        using var span = CrawlerTelemetry.Resume("outbox deliver", row.TraceParent);
        var tries = 0;
        var identity = Pipe.Execute<SendContext>(context =>
        {
            if (++tries > 1 && once)
            {
                throw new InvalidOperationException("The connection was lost before the broker confirmed the message.");
            }

            context.MessageId = row.MessageId;
            context.CorrelationId = row.CorrelationId ?? context.CorrelationId;
            context.ConversationId = row.ConversationId ?? context.ConversationId;
            HeaderText.Apply(row.Headers, context.Headers);
        });
        if (row.Destination is null)
        {
            await bus.Publish(message, type, identity, cancellationToken);
        }
        else
        {
            var endpoint = await bus.GetSendEndpoint(new Uri(row.Destination));
            await endpoint.Send(message, type, identity, cancellationToken);
        }
    }
}
