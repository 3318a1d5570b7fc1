using Crawler.Persistence;
using Crawler.Persistence.Messaging;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Sweeps the frontier at its interval.</summary>
internal sealed partial class FrontierSweeper(
    FrontierSweep sweep,
    OutageLog outages,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<FrontierOptions> options,
    ILogger<FrontierSweeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sweep.SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!outages.Covers(e))
                {
                    LogFailed(e);
                }

            }
        }
    }

    [LoggerMessage(4002, LogLevel.Error, "The frontier could not be swept; another try follows")]
    private partial void LogFailed(Exception exception);
}
