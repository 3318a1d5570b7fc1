using System.Net.Mime;
using System.Runtime.Serialization;

using MassTransit;
using MassTransit.Configuration;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Reads bare JSON that says what it is.</summary>
/// <remarks>
/// A message has the content type <c>application/json</c>, its type's URN in the header <c>MT-MessageType</c>, and a
/// UUID as <c>message_id</c>. Without a type it would be taken for every type that the endpoint knows, and without an id
/// it could not be told from its copies: it goes to the error queue.
/// </remarks>
internal sealed class TypedRawJson : ISerializerFactory, IMessageDeserializer
{
    private readonly SystemTextJsonRawMessageSerializerFactory _factory = new(RawSerializerOptions.AddTransportHeaders);
    private readonly IMessageDeserializer _deserializer;

    public TypedRawJson() => _deserializer = _factory.CreateDeserializer();

    public ContentType ContentType => _factory.ContentType;

    public IMessageSerializer CreateSerializer() => _factory.CreateSerializer();

    public IMessageDeserializer CreateDeserializer() => this;

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        if (string.IsNullOrEmpty(receiveContext.TransportHeaders.Get<string>(MessageHeaders.MessageType)))
        {
            throw new SerializationException(
                $"A message of content type {ContentType} must name its type in the header {MessageHeaders.MessageType}.");
        }

        return receiveContext.GetMessageId() is null
            ? throw new SerializationException($"A message of content type {ContentType} must have a UUID as message_id.")
            : _deserializer.Deserialize(receiveContext);
    }

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        _deserializer.Deserialize(body, headers, destinationAddress);

    public MessageBody GetMessageBody(string text) => _deserializer.GetMessageBody(text);

    public void Probe(ProbeContext context) => _deserializer.Probe(context);
}
