using Crawler.Persistence;
using Crawler.Persistence.Messaging;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Hands out batches whenever a commit, a host's time or the poll interval gives a reason to look.</summary>
internal sealed partial class Dispatcher(
    CrawlFrontier frontier,
    FrontierWake wake,
    NeighbourSignal neighbours,
    OutageLog outages,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<FrontierOptions> options,
    ILogger<Dispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        neighbours.FrontierChanged += (_, _) => wake.Set();

        // A batch that is handed out while the process stops could only be answered NotAttempted.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken, lifetime.ApplicationStopping);
        while (!stopping.IsCancellationRequested)
        {
            await wake.WaitAsync(await DispatchAsync(stopping.Token), time, stopping.Token);
        }
    }

    private async Task<TimeSpan> DispatchAsync(CancellationToken cancellationToken)
    {
        var poll = options.Value.PollInterval;
        try
        {
            var pause = await frontier.DispatchAsync(cancellationToken);
            return pause is null || pause > poll ? poll : pause < Shortest ? Shortest : pause.Value;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!outages.Covers(e))
            {
                LogFailed(e);
            }

            return poll;
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "Batches could not be handed out; another try follows")]
    private partial void LogFailed(Exception exception);
}
