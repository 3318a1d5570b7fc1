using MassTransit;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Sends what transactions have recorded on the in-memory transport, and removes a row once its consumers have
/// committed.
/// </summary>
/// <remarks>
/// Rows of this process come through <see cref="OutboxSignal"/> right after their commit. Rows that an earlier process
/// left behind are sent again at start: consumers know copies by the message id.
/// </remarks>
internal sealed partial class OutboxDelivery(
    IBus bus,
    IHostApplicationLifetime lifetime,
    IServiceScopeFactory scopes,
    ICrawlerDatabase database,
    IOutboxCleaner cleaner,
    OutboxSignal signal,
    OutboxTracker tracker,
    SubscriptionCounter subscriptions,
    OutboxMetrics metrics,
    TimeProvider time,
    ILogger<OutboxDelivery> logger) : BackgroundService
{
    /// <summary>A row that was given up this often is not sent again.</summary>
    private const int MaxFaults = 10;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        using var received = bus.ConnectReceiveObserver(tracker);
        using var sent = bus.ConnectSendObserver(tracker);
        await Task.WhenAll(SendAsync(stoppingToken), RemoveAsync(stoppingToken));
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var left = await database.WhileUnavailableAsync(ReadLeftBehindAsync, time, cancellationToken);
        foreach (var row in left)
        {
            await SendAsync(row, cancellationToken);
        }

        var sent = left.Select(row => row.Id).ToHashSet();
        await foreach (var rows in signal.Committed.ReadAllAsync(cancellationToken))
        {
            foreach (var row in rows)
            {
                if (!sent.Remove(row.Id))
                {
                    await SendAsync(row, cancellationToken);
                }
            }
        }
    }

    private async Task<List<OutboxMessage>> ReadLeftBehindAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<OutboxMessage>()
            .AsNoTracking()
            .Where(row => row.Faults < MaxFaults)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }

    private async Task SendAsync(OutboxMessage row, CancellationToken cancellationToken)
    {
        try
        {
            var (message, type) = OutboxSerialization.Read(row);
            tracker.Track(row, row.Destination is null ? subscriptions[type] : 1);
            await bus.SendAsync(row, message, type, cancellationToken);
            metrics.Sent(row);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The row stays; it is sent again at the next start.
            LogNotSent(row.MessageType, row.MessageId, e);
        }
    }

    private async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var done = new List<OutboxTracker.Done>(256);
        while (await tracker.Completed.WaitToReadAsync(cancellationToken))
        {
            // Rows are removed many at a time: each removal is a commit of its own, and none is urgent.
            while (done.Count < 256 && tracker.Completed.TryRead(out var one))
            {
                done.Add(one);
            }

            foreach (var one in done)
            {
                if (one.Faulted)
                {
                    LogFaulted(one.Id);
                }
            }

            try
            {
                await database.WhileUnavailableAsync(
                    async token =>
                    {
                        await cleaner.RemoveAsync(done, token);
                        return true;
                    },
                    time, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogNotRemoved(done.Count, e);
            }

            done.Clear();
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "Outbox message {MessageType} {MessageId} could not be sent")]
    private partial void LogNotSent(string messageType, Guid messageId, Exception exception);

    [LoggerMessage(3002, LogLevel.Error, "A consumer gave up outbox message {Id}; it is sent again at the next start")]
    private partial void LogFaulted(long id);

    [LoggerMessage(
        3003, LogLevel.Error,
        "{Count} delivered outbox messages could not be removed; they are sent again at the next start")]
    private partial void LogNotRemoved(int count, Exception exception);
}
