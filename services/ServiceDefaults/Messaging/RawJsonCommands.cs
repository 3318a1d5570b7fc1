using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Commands as bare JSON, without the envelope: what a client in any language can publish.</summary>
public static class RawJsonCommands
{
    /// <summary>Makes the endpoint take bare JSON where strangers can send to it.</summary>
    public static void AcceptRawJson(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        if (context.GetRequiredService<IOptions<MessagingOptions>>().Value.Transport != MessagingTransport.InMemory)
        {
            endpoint.AddDeserializer(new TypedRawJson(), isDefault: false);
        }
    }
}
