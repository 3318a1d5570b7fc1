using System.Text.Json;

using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Serialization;
using Crawler.ServiceDefaults.Telemetry;

using MassTransit;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence.Messaging;

/// <summary>Sends what transactions have recorded, and removes a row once its consumers have committed.</summary>
/// <remarks>
/// Rows of this process come through <see cref="OutboxSignal"/> right after their commit. Rows that an earlier process
/// left behind are sent again at start: consumers know copies by the message id. A broker keeps what it has confirmed,
/// so there a row goes with the confirmation.
/// </remarks>
internal sealed partial class OutboxDelivery(
    IBusControl bus,
    IHostApplicationLifetime lifetime,
    IServiceScopeFactory scopes,
    IOutboxCleaner cleaner,
    OutboxSignal signal,
    OutboxTracker tracker,
    SubscriptionCounter subscriptions,
    OutboxMetrics metrics,
    IOptions<MessagingOptions> messaging,
    TimeProvider time,
    ILogger<OutboxDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>A row that was given up this often is not sent again.</summary>
    private const int MaxFaults = 10;

    private bool HasBroker => messaging.Value.Transport != MessagingTransport.InMemory;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);
        if (HasBroker)
        {
            // What is published before this process's queues are there does not reach them.
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        }

        using var received = bus.ConnectReceiveObserver(tracker);
        using var sent = bus.ConnectSendObserver(tracker);
        await Task.WhenAll(SendAsync(stoppingToken), RemoveAsync(stoppingToken));
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var left = await ReadLeftBehindAsync(cancellationToken);
        foreach (var row in left)
        {
            await SendAsync(row, cancellationToken);
        }

        var lastLeft = left.Count == 0 ? 0 : left[^1].Id;
        await foreach (var rows in signal.Committed.ReadAllAsync(cancellationToken))
        {
            foreach (var row in rows)
            {
                if (row.Id > lastLeft)
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
        while (!await TrySendAsync(row, cancellationToken))
        {
            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    /// <summary>False when the broker could not take the message, and it must be sent again.</summary>
    private async Task<bool> TrySendAsync(OutboxMessage row, CancellationToken cancellationToken)
    {
        try
        {
            var (message, type) = OutboxSerialization.Read(row);
            using var span = CrawlerTelemetry.Resume("outbox deliver", row.TraceParent);
            if (!HasBroker)
            {
                tracker.Track(row, row.Destination is null ? subscriptions[type] : 1);
            }

            await SendAsync(row, message, type, cancellationToken);
            metrics.Sent(row);
            if (HasBroker)
            {
                tracker.Track(row, receivers: 0);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogNotSent(row.MessageType, row.MessageId, e);

            // What cannot be read stays, and is looked at again at the next start.
            return !HasBroker || e is InvalidOperationException or JsonException;
        }
    }

    private async Task SendAsync(OutboxMessage row, object message, Type type, CancellationToken cancellationToken)
    {
        var identity = Pipe.Execute<SendContext>(context =>
        {
            context.MessageId = row.MessageId;
            context.CorrelationId = row.CorrelationId ?? context.CorrelationId;
            context.ConversationId = row.ConversationId ?? context.ConversationId;
            HeaderText.Apply(row.Headers, context.Headers);
        });
        if (row.Destination is null)
        {
            await bus.Publish(message, type, identity, cancellationToken);
            return;
        }

        var endpoint = await bus.GetSendEndpoint(new Uri(row.Destination));
        await endpoint.Send(message, type, identity, cancellationToken);
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
                await cleaner.RemoveAsync(done, cancellationToken);
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
