using Crawler.Contracts.V1.Fetching;

using MassTransit;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Sends what transactions have recorded to the broker, and removes a row once the broker has confirmed it.
/// </summary>
/// <remarks>
/// A process sends right after its own commits. What another has left behind is found when that one tells of a commit,
/// or by looking every second. Rows leave in their order, which holds for all processes: one of them sends at a time.
/// Batches do not depend on each other, and leave beside the others and at most once: of two copies, each with another
/// downloader, a host would see twice its connections. A row of a batch goes before the batch is sent; where nobody
/// knows whether it was, its lease runs out and its URLs are handed out again.
/// </remarks>
internal sealed partial class BrokerOutboxDelivery(
    IBusControl bus,
    IHostApplicationLifetime lifetime,
    IOutboxClaims claims,
    OutboxSignal signal,
    NeighbourSignal neighbours,
    OutageLog outages,
    OutboxMetrics metrics,
    TimeProvider time,
    ILogger<BrokerOutboxDelivery> logger) : BackgroundService
{
    private const int MaxRows = 64;
    private const int MaxFaults = 10;

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>Nobody waits longer than this for a broker that does not answer.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How soon to look again where another process sends.</summary>
    private static readonly TimeSpan TurnInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long removing rows may take, which goes on when the process is asked to stop.</summary>
    private static readonly TimeSpan RemoveTimeout = TimeSpan.FromSeconds(10);

    private static readonly string BatchType = OutboxSerialization.NameOf(typeof(FetchHostBatch));

    /// <summary>What others send: batches, and types that only a later version knows.</summary>
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal) { BatchType };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.ApplicationStarted.WaitAsync(stoppingToken);

        // What is published before this process's queues are there does not reach them.
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        neighbours.OutboxFilled += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var pause = await OrLogAsync(SendInOrderAsync, stoppingToken);
                var batchPause = await OrLogAsync(SendBatchesAsync, stoppingToken);
                await WaitAsync(pause < batchPause ? pause : batchPause, stoppingToken);
            }
        }
        finally
        {
            neighbours.OutboxFilled -= Wake;
        }
    }

    private void Wake(object? sender, EventArgs e) => signal.Post([]);

    /// <summary>Does the work, unless messages cannot be sent at present. Returns how soon to look again.</summary>
    private async Task<TimeSpan> OrLogAsync(
        Func<CancellationToken, Task<TimeSpan>> work, CancellationToken cancellationToken)
    {
        try
        {
            return bus.CheckHealth().Status == BusHealthStatus.Unhealthy ? PollInterval : await work(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!outages.Covers(e))
            {
                LogFailed(e);
            }

            return PollInterval;
        }
    }

    private async Task<TimeSpan> SendInOrderAsync(CancellationToken cancellationToken)
    {
        await using var claim = await claims.ClaimAsync(_leftOut, MaxRows, MaxFaults, cancellationToken);
        if (claim is null)
        {
            return TurnInterval;
        }

        var (sent, faulted) = (new List<long>(), new List<long>());
        try
        {
            using var timeout = new CancellationTokenSource(SendTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            foreach (var row in claim.Rows)
            {
                await SendAsync(row, sent, faulted, either.Token);
            }
        }
        finally
        {
            if (sent.Count + faulted.Count > 0)
            {
                // Also when the process stops: what was confirmed need not be sent again.
                using var timeout = new CancellationTokenSource(RemoveTimeout, time);
                await claim.CompleteAsync(sent, faulted, timeout.Token);
            }
        }

        return PauseAfter(claim.Rows.Count);
    }

    private async Task SendAsync(
        OutboxMessage row, List<long> sent, List<long> faulted, CancellationToken cancellationToken)
    {
        if (!OutboxSerialization.IsKnown(row))
        {
            if (_leftOut.Add(row.MessageType))
            {
                LogUnknown(row.MessageType);
            }
        }
        else if (Read(row) is (var message, var type))
        {
            await bus.SendAsync(row, message, type, cancellationToken);
            metrics.Sent(row);
            sent.Add(row.Id);
        }
        else
        {
            faulted.Add(row.Id);
        }
    }

    private async Task<TimeSpan> SendBatchesAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // What has been taken is sent, also when the process is asked to stop meanwhile.
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        var rows = await claims.TakeAsync(BatchType, MaxRows, timeout.Token);
        await Task.WhenAll(rows.Select(row => SendOnceAsync(row, timeout.Token)));
        return PauseAfter(rows.Count);
    }

    private async Task SendOnceAsync(OutboxMessage row, CancellationToken cancellationToken)
    {
        try
        {
            var (message, type) = OutboxSerialization.Read(row);
            await bus.SendAsync(row, message, type, cancellationToken, once: true);
            metrics.Sent(row);
        }
        catch (Exception e)
        {
            LogBatchNotSent(row.MessageId, e);
        }
    }

    private static TimeSpan PauseAfter(int rows) => rows < MaxRows ? PollInterval : TimeSpan.Zero;

    /// <summary>The message of a row and its type; null where this version cannot read it.</summary>
    private (object Message, Type Type)? Read(OutboxMessage row)
    {
        try
        {
            return OutboxSerialization.Read(row);
        }
        catch (Exception e) when (e is InvalidOperationException or System.Text.Json.JsonException)
        {
            LogUnreadable(row.MessageType, row.MessageId, e);
            return null;
        }
    }

    /// <summary>Waits for a commit, at most for the pause.</summary>
    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause == TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await signal.Committed.WaitToReadAsync(either.Token);
            while (signal.Committed.TryRead(out _))
            {
                // The rows are read from the database, where their locks tell who sends them.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    [LoggerMessage(3004, LogLevel.Error, "Outbox messages could not be sent; another try follows")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3005, LogLevel.Error, "Outbox message {MessageType} {MessageId} cannot be read")]
    private partial void LogUnreadable(string messageType, Guid messageId, Exception exception);

    [LoggerMessage(3006, LogLevel.Warning,
        "Outbox messages of type {MessageType}, which this version does not have, are left for processes that do")]
    private partial void LogUnknown(string messageType);

    [LoggerMessage(3007, LogLevel.Warning,
        "Batch {MessageId} was not confirmed by the broker; its URLs are handed out again when its lease has run out")]
    private partial void LogBatchNotSent(Guid messageId, Exception exception);
}
