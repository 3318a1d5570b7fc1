using Crawler.ServiceDefaults.Messaging;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence.Messaging;

/// <summary>The retry of endpoints whose consumers need the database.</summary>
public static class OutageRetry
{
    /// <summary>Well below the half hour after which a broker takes back what was not answered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Stands where <c>UseMessageRetry</c> would: tries again after each of these pauses, and without counting while
    /// the database is away.
    /// </summary>
    public static void UseRetryPastOutages(
        this IReceiveEndpointConfigurator endpoint, IRegistrationContext context, params int[] milliseconds)
    {
        var transport = context.GetRequiredService<IOptions<MessagingOptions>>().Value.Transport;
        endpoint.UseMessageRetry(retry =>
        {
            retry.Ignore<InvalidMessageException>();
            retry.Ignore<MessageGivenBackException>();
            retry.SetRetryPolicy(filter => new OutageRetryPolicy(
                context.GetRequiredService<OutageLog>(),
                context.GetRequiredService<TimeProvider>(),
                transport == MessagingTransport.InMemory ? null : Patience,
                [.. milliseconds.Select(pause => TimeSpan.FromMilliseconds(pause))],
                filter.Match));
        });
    }
}
