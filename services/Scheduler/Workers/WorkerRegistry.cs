using System.Collections.Concurrent;
using System.Text.Json;

using Crawler.Contracts.V1.Control;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Workers;
using Crawler.Scheduler.Frontier;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Workers;

/// <summary>The living and the lost: what processes said of themselves, and when.</summary>
/// <remarks>
/// A process that has not been heard of for <see cref="FrontierOptions.WorkerLostAfter"/> is lost. The dispatcher hands
/// out no more than the living downloaders can work on, so that no batch ages in a queue while its lease runs.
/// </remarks>
internal sealed class WorkerRegistry(
    ICrawlerDatabase database,
    IServiceScopeFactory scopes,
    FrontierWake wake,
    TimeProvider time,
    IOptions<FrontierOptions> options,
    IOptions<MessagingOptions> messaging)
{
    private const int MaximumKnown = 10_000;

    private static readonly TimeSpan WindowAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private DispatchWindow _window = new(0, 0);
    private DateTimeOffset _windowUntil;
    private long? _hearingSince;
    private long _heardAt;

    /// <summary>
    /// Whether a process that is not heard of is lost: heartbeats, of which this process sends one too, have come in for
    /// long enough that it would have been heard. After an outage of the broker, or this process's start, they have not.
    /// </summary>
    public bool MissesTheLost
    {
        get
        {
            lock (_gate)
            {
                return messaging.Value.Transport == MessagingTransport.InMemory
                    || (_hearingSince is { } since && IsHearing()
                        && time.GetElapsedTime(since) >= options.Value.WorkerLostAfter);
            }
        }
    }

    /// <summary>Writes down what a process says of itself.</summary>
    public async Task NoteAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        Hear();

        // The first heartbeats of a process may come at once, and only one of them can add its row.
        await using var turn = _known.ContainsKey(heartbeat.Instance)
            ? null
            : await database.TakeTurnAsync(DatabaseTurn.Register, waits: true, cancellationToken);
        await WriteAsync(heartbeat, cancellationToken);
        if (_known.Count >= MaximumKnown)
        {
            _known.Clear();
        }

        _known[heartbeat.Instance] = true;
    }

    /// <summary>How much may be with downloaders now, by the database's clock; read anew once a second.</summary>
    public async ValueTask<DispatchWindow> WindowAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (messaging.Value.Transport == MessagingTransport.InMemory)
        {
            return DispatchWindow.Unbounded;
        }

        if (now >= _windowUntil)
        {
            _window = await ReadWindowAsync(now - options.Value.WorkerLostAfter, cancellationToken);
            _windowUntil = now + WindowAge;
        }

        return _window;
    }

    private bool IsHearing() => time.GetElapsedTime(_heardAt) <= options.Value.WorkerLostAfter;

    private void Hear()
    {
        lock (_gate)
        {
            if (_hearingSince is null || !IsHearing())
            {
                _hearingSince = time.GetTimestamp();
            }

            _heardAt = time.GetTimestamp();
        }
    }

    private async Task WriteAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        await using var transaction = await database.BeginWriteAsync(cancellationToken);
        await context.JoinAsync(transaction, cancellationToken);
        try
        {
            var worker = await context.Set<WorkerRecord>().AsTracking()
                .SingleOrDefaultAsync(row => row.Instance == heartbeat.Instance, cancellationToken);
            if (worker is null)
            {
                context.Add(worker = new WorkerRecord { Instance = heartbeat.Instance });
                await ForgetAsync(context, transaction.Now - Remembered, cancellationToken);
            }

            var hasChanged = worker.Capacity != heartbeat.Capacity || worker.Stopping != heartbeat.Stopping;
            Describe(worker, heartbeat, transaction.Now);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (hasChanged)
            {
                _windowUntil = default;
                wake.Set();
            }
        }
        finally
        {
            await context.LeaveAsync();
        }
    }

    private async Task<DispatchWindow> ReadWindowAsync(DateTimeOffset seenSince, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        var living = context.Set<WorkerRecord>().AsNoTracking().Where(worker => worker.SeenAt > seenSince);
        var capacity = await living.Where(worker => !worker.Stopping)
            .SumAsync(worker => worker.Capacity, cancellationToken);
        var stranded = await context.Set<Lease>().AsNoTracking().CountAsync(
            lease => lease.Downloader != null && !living.Any(worker => worker.Instance == lease.Downloader),
            cancellationToken);
        return new DispatchWindow(capacity, stranded);
    }

    private static Task<int> ForgetAsync(
        CrawlerDbContext context, DateTimeOffset before, CancellationToken cancellationToken) =>
        context.Set<WorkerRecord>().Where(worker => worker.SeenAt < before).ExecuteDeleteAsync(cancellationToken);

    private static void Describe(WorkerRecord worker, WorkerHeartbeat heartbeat, DateTimeOffset now)
    {
        worker.Service = heartbeat.Service;
        worker.Host = heartbeat.Host;
        worker.Version = heartbeat.Version;
        worker.StartedAt = heartbeat.StartedAt;
        worker.SeenAt = now;

        // Of two heartbeats that change places the later one wins: nobody stops stopping.
        worker.Stopping |= heartbeat.Stopping;
        worker.Capacity = heartbeat.Capacity;
        worker.InUse = heartbeat.InUse;
        worker.ConsumedPerSecond = heartbeat.ConsumedPerSecond;
        worker.FaultedPerSecond = heartbeat.FaultedPerSecond;
        worker.MemoryBytes = heartbeat.MemoryBytes;
        worker.Leases = JsonSerializer.Serialize(heartbeat.LeaseIds, CrawlerJson.Options);
        worker.PausedEndpoints = JsonSerializer.Serialize(heartbeat.PausedEndpoints, CrawlerJson.Options);
    }
}
