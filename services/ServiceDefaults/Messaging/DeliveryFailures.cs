using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>What becomes of a message that its consumer cannot take.</summary>
/// <remarks>
/// Three steps, each where the one before has given up: <b>retry</b>, at once and in this process, for what passes
/// within seconds; <b>redelivery</b>, minutes later and in whatever process, by way of the scheduler endpoint; the
/// <b>error queue</b>, where it is kept until a person has looked at it. Both steps stand outside of an endpoint's
/// scope, so that every try begins with a fresh one. While the database is away, the retry of what needs it goes on and
/// counts nothing: redelivery and whoever looks into the error queue would need the same database.
/// </remarks>
public static class DeliveryFailures
{
    private const int Slower = 6;

    /// <summary>Call it before <c>UseMessageRetry</c>, so that it stands around it.</summary>
    public static void UseRedelivery(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        var options = context.GetRequiredService<IOptions<MessagingOptions>>().Value;
        if (options.Redeliveries > 0)
        {
            endpoint.UseScheduledRedelivery(redelivery =>
            {
                redelivery.Intervals(Delays(options));
                redelivery.Ignore<MessageGivenBackException>();
                redelivery.Ignore<InvalidMessageException>();
            });
        }
    }

    private static TimeSpan[] Delays(MessagingOptions options) =>
        [.. Enumerable.Range(0, options.Redeliveries).Select(i => options.RedeliveryDelay * Math.Pow(Slower, i))];
}
