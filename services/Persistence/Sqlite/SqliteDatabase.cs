using System.Data.Common;

using Crawler.Persistence.Messaging;

using Microsoft.Data.Sqlite;

namespace Crawler.Persistence.Sqlite;

/// <summary>The data folder's SQLite file.</summary>
/// <remarks>
/// SQLite has one writer. Instead of letting writers time out against each other, they queue at one fair gate and share
/// one connection, whose prepared statements stay warm. Readers have connections of their own and see the last commit
/// (WAL).
/// </remarks>
public sealed class SqliteDatabase : ICrawlerDatabase, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteOptions _options;
    private readonly TimeProvider _time;
    private readonly OutboxSignal _signal;
    private readonly string _connectionString;
    private SqliteStatements? _writer;
    private bool _disposed;

    /// <summary>Opens nothing yet: the file is created by the first transaction.</summary>
    public SqliteDatabase(SqliteOptions options, TimeProvider time, OutboxSignal signal)
    {
        _options = options;
        _time = time;
        _signal = signal;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = options.File, Pooling = false }.ToString();
    }

    /// <summary>The connection string, for EF Core's own connections.</summary>
    internal string ConnectionString => _connectionString;

    /// <inheritdoc />
    public async ValueTask<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _writer ??= new SqliteStatements(Open(readOnly: false));
            return new SqliteWriteTransaction(_writer, _time.GetUtcNow(), _signal, () => _gate.Release());
        }
        catch
        {
            _gate.Release();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellationToken) => new(Open(readOnly: true));

    /// <inheritdoc />
    /// <remarks>The file belongs to one process, whose turn it always is.</remarks>
    public async ValueTask<IAsyncDisposable?> TakeTurnAsync(
        DatabaseTurn turn, bool waits, CancellationToken cancellationToken)
    {
        if (turn == DatabaseTurn.Migrate)
        {
            // Makes the file. EF Core asks one that is not there three times whether it is, by an exception each.
            await using var creating = await BeginWriteAsync(cancellationToken);
        }

        return Turn.Instance;
    }

    /// <inheritdoc />
    public bool IsConflict(Exception exception) => false;

    /// <inheritdoc />
    public bool IsUnavailable(Exception exception) => false;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The container knows this object by two types, and disposes it once for each.
        if (!_disposed)
        {
            _disposed = true;
            await _gate.WaitAsync();
            _writer?.Dispose();
            _gate.Dispose();
        }
    }

    private SqliteConnection Open(bool readOnly)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = readOnly
                ? "PRAGMA busy_timeout = 5000; PRAGMA query_only = 1; PRAGMA cache_size = -4096;"
                : $"""
                   PRAGMA busy_timeout = 5000;
                   PRAGMA journal_mode = WAL;
                   PRAGMA synchronous = {(_options.SurvivePowerLoss ? "FULL" : "NORMAL")};
                   PRAGMA cache_size = -{_options.CacheKibibytes};
                   PRAGMA temp_store = MEMORY;
                   PRAGMA wal_autocheckpoint = 4000;
                   PRAGMA journal_size_limit = 67108864;
                   """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private sealed class Turn : IAsyncDisposable
    {
        public static readonly Turn Instance = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
