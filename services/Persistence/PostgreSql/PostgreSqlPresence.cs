using System.Collections.Concurrent;

using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// Shows on one connection that this process works on the database, and hears there what others have committed.
/// </summary>
/// <remarks>
/// Processes whose messages travel in their own memory must be alone: they take back leases of an earlier one at start,
/// and would take away another's. So they hold the lock of presence exclusively, and all others share it.
/// </remarks>
internal sealed partial class PostgreSqlPresence(
    PostgreSqlDatabase database,
    MessagingTransport transport,
    ProcessInstance instance,
    NeighbourSignal neighbours,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<PostgreSqlPresence> logger) : BackgroundService
{
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromSeconds(1);

    private const string NotAlone =
        "Messaging:Transport is InMemory, and another process works on the same PostgreSQL database; "
        + "several need RabbitMq.";

    private const string NotShared =
        "A process with Messaging:Transport InMemory works on the same PostgreSQL database; it must be alone.";

    /// <summary>
    /// A process sends its own messages first; what it leaves is looked for a moment later, once for many.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, bool> _topics = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;

    private bool IsAlone => transport == MessagingTransport.InMemory;

    /// <summary>Fails with the reason where another process makes this one's presence impossible.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _connection = await TryEnterAsync(cancellationToken)
            ?? throw new OptionsValidationException(
                MessagingOptions.Section, typeof(MessagingOptions),
                [IsAlone ? NotAlone : NotShared]);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(_connection!, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                LogLost(e.Message);
                await ReenterAsync(stoppingToken);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            await Task.Delay(Patience, time, cancellationToken);
            if (_topics.TryRemove(Notifications.Outbox, out _))
            {
                neighbours.RaiseOutboxFilled();
            }

            if (_topics.TryRemove(Notifications.Frontier, out _))
            {
                neighbours.RaiseFrontierChanged();
            }
        }
    }

    private async Task ReenterAsync(CancellationToken cancellationToken)
    {
        await _connection!.DisposeAsync();
        while (true)
        {
            try
            {
                _connection = await TryEnterAsync(cancellationToken);
                if (_connection is null)
                {
                    LogDisplaced();
                    lifetime.StopApplication();
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                }

                // What was said while nobody listened is looked for once.
                neighbours.RaiseOutboxFilled();
                neighbours.RaiseFrontierChanged();
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(ReconnectPause, time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A connection that holds the lock and listens; null where another process does not let this one in.
    /// </summary>
    private async ValueTask<NpgsqlConnection?> TryEnterAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenSingleAsync(cancellationToken);
        try
        {
            var take = IsAlone ? "pg_try_advisory_lock" : "pg_try_advisory_lock_shared";
            await using var command = new NpgsqlCommand(
                $"SELECT {take}({AdvisoryLock.Product}, {AdvisoryLock.Presence})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is false)
            {
                await connection.DisposeAsync();
                return null;
            }

            connection.Notification += (_, said) =>
            {
                if (Notifications.Read(said.Payload, instance.Name) is { } topic)
                {
                    _topics[topic] = true;
                }
            };
            await using var listen = new NpgsqlCommand($"LISTEN {Notifications.Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(
        3010, LogLevel.Warning, "The connection that listens to the database is lost, and is opened again: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(
        3011, LogLevel.Critical,
        "Another process has taken this one's place on the database while it was away; this process stops")]
    private partial void LogDisplaced();
}
