using Crawler.Contracts.V1.Control;
using Crawler.Downloader.Batches;
using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Control;

/// <summary>
/// Tells Scheduler regularly that this process lives and which leases it works on, so that they are renewed.
/// </summary>
internal sealed partial class HeartbeatService(
    IBus bus,
    LeaseRegister leases,
    ProcessInstance instance,
    IOptions<DownloaderOptions> options,
    TimeProvider time,
    ILogger<HeartbeatService> logger) : BackgroundService
{
    private const string ServiceName = "downloader";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);
        do
        {
            try
            {
                await bus.Publish(Compose(), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next one makes it good; a downloader without a broker must not stop for it.
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private WorkerHeartbeat Compose() => new()
    {
        Instance = instance.Name,
        Service = ServiceName,
        SentAt = time.GetUtcNow(),
        LeaseIds = leases.Begun(),
        Capacity = options.Value.MaxBatches,
    };

    [LoggerMessage(1301, LogLevel.Warning, "A heartbeat could not be sent.")]
    private partial void LogFailed(Exception exception);
}
