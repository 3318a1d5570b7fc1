using System.Diagnostics;
using System.Net.Mime;
using System.Text.Json;

using Crawler.Persistence.Moving;
using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Telemetry;

using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;
using MassTransit.Serialization;

namespace Crawler.Scheduler.Messages;

/// <summary>A message that waits for its time, with everything that must reach its consumer with it.</summary>
internal sealed record WaitingMessage
{
    public required Uri Destination { get; init; }

    public required string ContentType { get; init; }

    /// <summary>The message in an envelope, as it is sent.</summary>
    public required string Body { get; init; }

    public Guid? MessageId { get; init; }

    public Guid? RequestId { get; init; }

    public Guid? CorrelationId { get; init; }

    public Guid? ConversationId { get; init; }

    public Guid? InitiatorId { get; init; }

    public Uri? ResponseAddress { get; init; }

    public Uri? FaultAddress { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>
    /// See <see cref="HeaderText"/>. The scheduling token and the count of redeliveries are among them.
    /// </summary>
    public string? Headers { get; init; }

    /// <summary>The trace in which it was put off (W3C traceparent).</summary>
    public string? TraceParent { get; init; }

    public static WaitingMessage From(ConsumeContext<ScheduleMessage> context)
    {
        var message = context.Message;
        var serializer = context.SerializerContext.GetMessageSerializer(message.Payload, message.PayloadType);
        return new WaitingMessage
        {
            Destination = message.Destination,
            ContentType = serializer.ContentType.ToString(),
            Body = serializer.GetMessageBody(new MessageSendContext<ScheduleMessage>(message)).GetString(),
            MessageId = context.MessageId,
            RequestId = context.RequestId,
            CorrelationId = context.CorrelationId,
            ConversationId = context.ConversationId,
            InitiatorId = context.InitiatorId,
            ResponseAddress = context.ResponseAddress,
            FaultAddress = context.FaultAddress,
            ExpiresAt = context.ExpirationTime,
            Headers = HeaderText.Write(context.Headers),
            TraceParent = Activity.Current?.Id,
        };
    }

    public static WaitingMessage Parse(string text) =>
        JsonSerializer.Deserialize<WaitingMessage>(text, CrawlerJson.Options)!;

    public string Write() => JsonSerializer.Serialize(this, CrawlerJson.Options);

    /// <summary>The message as a process elsewhere can send it.</summary>
    public WaitingMessage Readdressed() => this with
    {
        Destination = MovedAddress.Of(Destination),
        ResponseAddress = ResponseAddress is null ? null : MovedAddress.Of(ResponseAddress),
        FaultAddress = FaultAddress is null ? null : MovedAddress.Of(FaultAddress),
    };

    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now.UtcDateTime;

    public async Task SendAsync(IBus bus, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var span = CrawlerTelemetry.Resume("send put-off message", TraceParent);
        var endpoint = await bus.GetSendEndpoint(Destination);
        await endpoint.Send(
            new SerializedMessageBody(), Pipe.Execute<SendContext>(context => Fill(context, now)), cancellationToken);
    }

    private void Fill(SendContext context, DateTimeOffset now)
    {
        context.MessageId = MessageId;
        context.RequestId = RequestId;
        context.CorrelationId = CorrelationId;
        context.ConversationId = ConversationId;
        context.InitiatorId = InitiatorId;
        context.ResponseAddress = ResponseAddress;
        context.FaultAddress = FaultAddress;
        context.TimeToLive = ExpiresAt - now.UtcDateTime;
        HeaderText.Apply(Headers, context.Headers);

        // The serializer of what was read writes the envelope anew, with what was just set.
        var deserializer = context.Serialization.GetMessageDeserializer(new ContentType(ContentType));
        var read = deserializer.Deserialize(deserializer.GetMessageBody(Body), context.Headers, Destination);
        context.Serializer = read.GetMessageSerializer();
    }
}
