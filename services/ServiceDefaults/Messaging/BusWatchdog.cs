using Crawler.ServiceDefaults.Workers;

using MassTransit;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Messaging;

/// <summary>Ends the process, to be started again, when a part of it was left on a connection that is no more.</summary>
/// <remarks>
/// Seen with RabbitMQ.Client 7.1.2 on connections that were reset while answers were being published: some channels are
/// never told, and take themselves for connected. By its source the client tells them one after the other, and waits
/// for ever at one that is disposed of meanwhile (compare its issue 1865). The process would live on without hearing of
/// some of its messages; stopping and starting the bus did not free them.
/// </remarks>
internal sealed partial class BusWatchdog(
    IBusControl bus,
    BrokerConnections connections,
    HeartbeatOutcome heartbeats,
    IHostApplicationLifetime lifetime,
    IOptions<MessagingOptions> messaging,
    IOptions<RabbitMqOptions> broker,
    TimeProvider time,
    ILogger<BusWatchdog> logger) : BackgroundService
{
    /// <summary>What a supervisor takes for a failure.</summary>
    private const int Failure = 1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(messaging.Value.HeartbeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Missing() is { } missing)
            {
                LogLost(missing);
                Environment.ExitCode = Failure;
                lifetime.StopApplication();
                return;
            }
        }
    }

    /// <summary>
    /// What is not on the last connection although there was time for it. While the broker is away connections are
    /// tried again and again, and nothing is missing; one that takes nothing from the start is not helped by another
    /// process.
    /// </summary>
    private string? Missing()
    {
        if (time.GetElapsedTime(connections.ConnectingAt) < 2 * broker.Value.ContinuationTimeout
            || bus.CheckHealth().Status == BusHealthStatus.Unhealthy)
        {
            return null;
        }

        return connections.LeftBehind(bus.Address).FirstOrDefault()?.Segments[^1]
            ?? (heartbeats.ConfirmedAt < connections.ConnectingAt ? QueueNames.WorkerHeartbeat : null);
    }

    [LoggerMessage(
        5102, LogLevel.Critical,
        "{Endpoint} was left on a connection to the broker that is no more: the process ends, to be started again.")]
    private partial void LogLost(string endpoint);
}
