using System.Data;
using System.Data.Common;

using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>A PostgreSQL server, which several processes share.</summary>
/// <remarks>
/// Transactions are READ COMMITTED: what must not change under a decision is locked, in an order that all keep to, and
/// each statement sees what was committed before it began.
/// </remarks>
public sealed class PostgreSqlDatabase : ICrawlerDatabase, IAsyncDisposable
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(10);

    private readonly NpgsqlDataSource _source;
    private readonly PostgreSqlOptions _options;
    private readonly TimeProvider _time;
    private readonly OutboxSignal _signal;
    private readonly string? _instance;

    /// <summary>
    /// Connects to nothing yet. Production reads the time from the database, so that all processes have one; a clock
    /// other than the system's is a test's, and is taken instead. Other processes are told of commits only where
    /// messages reach them.
    /// </summary>
    public PostgreSqlDatabase(
        PostgreSqlOptions options, TimeProvider time, OutboxSignal signal, ProcessInstance instance,
        MessagingTransport transport)
    {
        _options = options;
        _time = time;
        _signal = signal;
        _instance = transport == MessagingTransport.InMemory ? null : instance.Name;
        _source = new NpgsqlDataSourceBuilder(ConnectionText.Pooled(options)).Build();
    }

    /// <summary>A closed connection of the pool, for EF Core.</summary>
    internal NpgsqlConnection CreateConnection() => _source.CreateConnection();

    /// <summary>A connection of its own, outside of the pool.</summary>
    internal async ValueTask<NpgsqlConnection> OpenSingleAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(ConnectionText.Single(_options));
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var now = ReferenceEquals(_time, TimeProvider.System)
                ? await ReadTimeAsync(connection, cancellationToken)
                : _time.GetUtcNow();
            return new PostgreSqlWriteTransaction(
                connection, transaction, now.Stored(), _signal, _instance, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken) =>
        await _source.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// The lock ends with its transaction, which the server ends where its process has stopped for long.
    /// </remarks>
    public async ValueTask<IAsyncDisposable?> TakeTurnAsync(
        DatabaseTurn turn, bool waits, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                $"""
                SET LOCAL idle_in_transaction_session_timeout = {(long)LongestTurn.TotalMilliseconds};
                SELECT {(waits ? "pg_advisory_xact_lock" : "pg_try_advisory_xact_lock")}({AdvisoryLock.Product}, {(int)turn})
                """,
                connection, transaction)
            {
                CommandTimeout = waits ? 0 : _source.CreateConnection().CommandTimeout,
            };
            if (await command.ExecuteScalarAsync(cancellationToken) is not false)
            {
                return new Turn(connection, transaction);
            }

            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public bool IsConflict(Exception exception) => Find(exception) is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.UniqueViolation,
    };

    /// <inheritdoc />
    public bool IsUnavailable(Exception exception) =>
        Find(exception) is { IsTransient: true } && !IsConflict(exception);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>EF Core wraps what the driver says.</summary>
    private static NpgsqlException? Find(Exception? exception)
    {
        while (exception is not null and not NpgsqlException)
        {
            exception = exception.InnerException;
        }

        return (NpgsqlException?)exception;
    }

    private static async ValueTask<DateTimeOffset> ReadTimeAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT now()", connection);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
