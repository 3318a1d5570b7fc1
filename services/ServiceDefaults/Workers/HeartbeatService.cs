using Crawler.Contracts.V1.Control;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Telemetry;

using MassTransit;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.ServiceDefaults.Workers;

/// <summary>
/// Tells Scheduler regularly that this process lives and which leases it works on, so that they are renewed.
/// </summary>
internal sealed partial class HeartbeatService(
    IBusControl bus,
    IEnumerable<ServiceName> services,
    IEnumerable<IWorkload> workloads,
    HeartbeatOutcome outcome,
    ProcessInstance instance,
    IOptions<MessagingOptions> options,
    TimeProvider time,
    ILogger<HeartbeatService> logger) : BackgroundService, IHostedLifecycleService
{
    /// <summary>After how many intervals a sign of life is none any more.</summary>
    private const int Lifetime = 3;

    private readonly ConsumeTally _tally = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private (long At, long Consumed, long Faulted) _last = (time.GetTimestamp(), 0, 0);
    private volatile bool _stopping;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Others take up the work at once instead of waiting until this process is missed.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return HasBroker ? SendAsync(cancellationToken) : Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool HasBroker => options.Value.Transport != MessagingTransport.InMemory;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var observer = bus.ConnectReceiveObserver(_tally);
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);

        if (HasBroker)
        {
            // Sent before the queues are there, the first one would be lost where Scheduler is in this process.
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        }

        // In one process nobody waits for the first one: all of it lives, or none.
        var isDue = HasBroker;
        do
        {
            if (isDue)
            {
                await SendAsync(stoppingToken);
            }

            isDue = true;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        // A broker that is away holds a message up until it is back; the next heartbeat says the same.
        using var patience = new CancellationTokenSource(options.Value.HeartbeatInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var silence = CrawlerTelemetry.Silence();
        try
        {
            await bus.Publish(
                Compose(), context => context.TimeToLive = options.Value.HeartbeatInterval * Lifetime, either.Token);
            outcome.Confirm();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            outcome.Fail();
            LogFailed(e);
        }
    }

    private WorkerHeartbeat Compose()
    {
        var leases = workloads.SelectMany(workload => workload.Leases()).ToList();
        var (consumed, faulted) = _tally.Read();
        var now = time.GetTimestamp();
        var seconds = Math.Max(0.001, time.GetElapsedTime(_last.At, now).TotalSeconds);
        var heartbeat = new WorkerHeartbeat
        {
            Instance = instance.Name,
            Service = ServiceName.OfProcess(services),
            SentAt = time.GetUtcNow(),
            LeaseIds = leases,
            Capacity = workloads.Sum(workload => workload.Capacity),
            InUse = leases.Count,
            Version = ProcessInstance.Version,
            Host = Environment.MachineName,
            StartedAt = _startedAt,
            ConsumedPerSecond = Math.Round((consumed - _last.Consumed) / seconds, 2),
            FaultedPerSecond = Math.Round((faulted - _last.Faulted) / seconds, 2),
            MemoryBytes = Environment.WorkingSet,
            PausedEndpoints = Paused(),
            Stopping = _stopping,
        };
        _last = (now, consumed, faulted);
        return heartbeat;
    }

    /// <summary>What was stopped by hand is degraded; what cannot reach its broker is worse than that.</summary>
    private List<string> Paused() =>
    [
        .. bus.CheckHealth().Endpoints
            .Where(endpoint => endpoint.Value.Status == BusHealthStatus.Degraded)
            .Select(endpoint => endpoint.Value.InputAddress.Segments[^1])
            .Order(StringComparer.Ordinal),
    ];

    [LoggerMessage(5101, LogLevel.Warning, "A heartbeat could not be sent.")]
    private partial void LogFailed(Exception exception);
}
