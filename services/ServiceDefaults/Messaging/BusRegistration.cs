using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Serialization;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>
/// The process's one bus: every service adds its consumers to it, configuration chooses the transport.
/// </summary>
internal static class BusRegistration
{
    /// <summary>What else has to end when the process stops, beside consumers.</summary>
    private static readonly TimeSpan StopReserve = TimeSpan.FromSeconds(10);

    public static void AddCrawlerBus(
        this ICrawlerBuilder builder, IReadOnlyList<Action<IBusRegistrationConfigurator>> contributions)
    {
        LogContext.Current = null;
        builder.AddCrawlerOptions<MessagingOptions, MessagingOptionsValidator>(MessagingOptions.Section);
        var transport = builder.Transport();
        if (transport == MessagingTransport.RabbitMq)
        {
            builder.AddCrawlerOptions<RabbitMqOptions, RabbitMqOptionsValidator>(RabbitMqOptions.Section);
            builder.Services.TryAddSingleton<BrokerConnections>();
            builder.Services.AddReceiveEndpointObserver(services => services.GetRequiredService<BrokerConnections>());
        }

        builder.Services.AddMassTransit(bus =>
        {
            bus.SetKebabCaseEndpointNameFormatter();
            bus.DisableUsageTelemetry();
            bus.AddMessageScheduler(QueueNames.SchedulerAddress);
            foreach (var contribute in contributions)
            {
                contribute(bus);
            }

            if (transport == MessagingTransport.RabbitMq)
            {
                RabbitMqTransport.Use(bus, Configure);
            }
            else
            {
                bus.UsingInMemory((context, inMemory) =>
                {
                    Configure(context, inMemory);
                    inMemory.ConfigureEndpoints(context);
                });
            }
        });
        builder.Services.AddOptions<MassTransitHostOptions>().Configure<IOptions<MessagingOptions>>((host, messaging) =>
        {
            // A broker may be away when a process starts: it is alive meanwhile, and not ready.
            host.WaitUntilStarted = messaging.Value.Transport == MessagingTransport.InMemory;
            host.StartTimeout = TimeSpan.FromSeconds(30);
            host.StopTimeout = messaging.Value.StopTimeout;
            host.ConsumerStopTimeout = messaging.Value.StopTimeout;
        });
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<MessagingOptions>>((host, messaging) =>
            host.ShutdownTimeout = messaging.Value.StopTimeout + StopReserve);
        builder.Services.AddHostedService<BusLogContext>();
    }

    private static void Configure(IBusRegistrationContext context, IBusFactoryConfigurator transport)
    {
        transport.ConfigureJsonSerializerOptions(CrawlerJson.Apply);
        transport.UseMessageScheduler(QueueNames.SchedulerAddress);
    }

    /// <summary>
    /// MassTransit keeps its logger factory in a process-wide field. A host that was disposed must not leave its own
    /// behind for the next one in the same process, which would log into a disposed factory.
    /// </summary>
    private sealed class BusLogContext : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            LogContext.Current = null;
            return Task.CompletedTask;
        }
    }
}
