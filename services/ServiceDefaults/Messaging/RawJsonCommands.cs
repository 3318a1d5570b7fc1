using System.Net.Mime;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Commands as bare JSON, without the envelope: what a client in any language can publish.</summary>
/// <remarks>
/// Such a message has the content type <c>application/json</c>, its type's URN in the header <c>MT-MessageType</c>, and
/// a UUID as <c>message_id</c>. Without a type it would be taken for every type that the endpoint knows, and without an
/// id it could not be told from its copies; it goes to the error queue.
/// </remarks>
public static class RawJsonCommands
{
    /// <summary>Makes the endpoint take bare JSON where strangers can send to it.</summary>
    public static void AcceptRawJson(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        if (context.GetRequiredService<IOptions<MessagingOptions>>().Value.Transport == MessagingTransport.InMemory)
        {
            return;
        }

        endpoint.UseRawJsonDeserializer(RawSerializerOptions.AddTransportHeaders);
        endpoint.ConfigureReceive(receive => receive.UseExecute(Check));
    }

    private static void Check(ReceiveContext message)
    {
        if (message.ContentType?.MediaType != MediaTypeNames.Application.Json)
        {
            return;
        }

        if (string.IsNullOrEmpty(message.TransportHeaders.Get<string>(MessageHeaders.MessageType)))
        {
            throw new InvalidOperationException(
                $"A message of content type {MediaTypeNames.Application.Json} must name its type in the header {MessageHeaders.MessageType}.");
        }

        if (message.GetMessageId() is null)
        {
            throw new InvalidOperationException(
                $"A message of content type {MediaTypeNames.Application.Json} must have a UUID as message_id.");
        }
    }
}
