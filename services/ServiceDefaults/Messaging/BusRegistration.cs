using Crawler.ServiceDefaults.Serialization;

using MassTransit;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>
/// The process's one bus: every service adds its consumers to it, configuration chooses the transport.
/// </summary>
internal static class BusRegistration
{
    public static void AddCrawlerBus(
        this IServiceCollection services, IConfiguration configuration,
        IReadOnlyList<Action<IBusRegistrationConfigurator>> contributions)
    {
        var options = configuration.GetSection(MessagingOptions.Section).Get<MessagingOptions>()
            ?? new MessagingOptions();
        services.AddMassTransit(bus =>
        {
            bus.SetKebabCaseEndpointNameFormatter();
            bus.DisableUsageTelemetry();
            foreach (var contribute in contributions)
            {
                contribute(bus);
            }

            bus.UsingInMemory((context, transport) =>
            {
                transport.ConfigureJsonSerializerOptions(CrawlerJson.Apply);
                transport.ConfigureEndpoints(context);
            });
        });
        services.AddOptions<MassTransitHostOptions>().Configure(host =>
        {
            host.WaitUntilStarted = true;
            host.StartTimeout = TimeSpan.FromSeconds(30);
            host.StopTimeout = options.StopTimeout;
            host.ConsumerStopTimeout = options.StopTimeout;
        });
        services.AddHostedService<BusLogContext>();
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
