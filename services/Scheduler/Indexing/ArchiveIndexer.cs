using Crawler.Persistence;
using Crawler.Persistence.Messaging;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Indexing;

/// <summary>Looks for crawls to index every few seconds.</summary>
internal sealed partial class ArchiveIndexer(
    ArchiveIndexing indexing, OutageLog outages, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<ArchiveIndexer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await indexing.IndexEndedAsync(waits: false, stoppingToken);
                timer.Period = Interval;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (!outages.Covers(e))
                {
                    LogFailed(e);
                }

                timer.Period = PauseAfterFailure;
            }
        }
    }

    [LoggerMessage(4010, LogLevel.Error, "The archive of a crawl that has ended could not be indexed; another try follows")]
    private partial void LogFailed(Exception exception);
}
