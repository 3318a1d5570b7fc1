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
/// or by looking every second. Rows leave in their order, but for batches, which do not depend on each other.
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

    /// <summary>Rows stay locked while they are sent, so a broker that does not answer is not waited for long.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(20);

    private static readonly string BatchType = typeof(FetchHostBatch).FullName + ",";

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
                if (await DeliverOrLogAsync(stoppingToken) < MaxRows)
                {
                    await WaitAsync(stoppingToken);
                }
            }
        }
        finally
        {
            neighbours.OutboxFilled -= Wake;
        }
    }

    private void Wake(object? sender, EventArgs e) => signal.Post([]);

    /// <summary>Returns how many rows were found, or none where they cannot be sent at present.</summary>
    private async Task<int> DeliverOrLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            return bus.CheckHealth().Status == BusHealthStatus.Unhealthy ? 0 : await DeliverAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!outages.Covers(e))
            {
                LogFailed(e);
            }

            return 0;
        }
    }

    private async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        await using var claim = await claims.ClaimAsync(MaxRows, MaxFaults, cancellationToken);
        var (sent, faulted) = (new List<long>(), new List<long>());
        try
        {
            using var timeout = new CancellationTokenSource(SendTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await SendAsync(claim.Rows, sent, faulted, either.Token);
        }
        finally
        {
            if (sent.Count + faulted.Count > 0)
            {
                // Also when the process stops: what was confirmed need not be sent again.
                await claim.CompleteAsync(sent, faulted, CancellationToken.None);
            }
        }

        return claim.Rows.Count;
    }

    private async Task SendAsync(
        IReadOnlyList<OutboxMessage> rows, List<long> sent, List<long> faulted, CancellationToken cancellationToken)
    {
        for (var first = 0; first < rows.Count;)
        {
            var count = 1;
            while (IsBatch(rows[first]) && first + count < rows.Count && IsBatch(rows[first + count]))
            {
                count++;
            }

            var run = rows.Skip(first).Take(count).Select(row => (Row: row, Content: Read(row))).ToList();
            faulted.AddRange(run.Where(one => one.Content is null).Select(one => one.Row.Id));
            run.RemoveAll(one => one.Content is null);
            await Task.WhenAll(run.Select(one => bus.SendAsync(
                one.Row, one.Content!.Value.Message, one.Content.Value.Type, cancellationToken)));
            foreach (var one in run)
            {
                metrics.Sent(one.Row);
                sent.Add(one.Row.Id);
            }

            first += count;
        }
    }

    private static bool IsBatch(OutboxMessage row) => row.MessageType.StartsWith(BatchType, StringComparison.Ordinal);

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

    /// <summary>Waits for a commit, at most for the poll interval.</summary>
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(PollInterval, time);
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
}
