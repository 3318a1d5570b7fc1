using Crawler.ServiceDefaults.Health;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.ServiceDefaults.Workers;

/// <summary>Makes a process say which services it runs, and that it lives.</summary>
public static class HeartbeatRegistration
{
    /// <summary>Names a service of the process. The process sends one heartbeat for all of them.</summary>
    public static ICrawlerBuilder AddHeartbeat(this ICrawlerBuilder builder, string service)
    {
        builder.Services.AddSingleton(new ServiceName(service));
        if (builder.IsFirst(nameof(AddHeartbeat)))
        {
            builder.Services.AddSingleton<HeartbeatOutcome>();
            builder.Services.AddHostedService<HeartbeatService>();
            if (builder.Transport() != MessagingTransport.InMemory)
            {
                builder.Services.AddHostedService<BusWatchdog>();
                builder.Services.AddHealthChecks().AddCheck<BrokerHealth>("broker", tags: ["ready"]);
            }
        }

        return builder;
    }
}
