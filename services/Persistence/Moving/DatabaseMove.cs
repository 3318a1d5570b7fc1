using Crawler.Persistence.PostgreSql;
using Crawler.Persistence.Sqlite;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using Npgsql;

namespace Crawler.Persistence.Moving;

/// <summary>
/// Moves what a data folder's file holds to a PostgreSQL database that holds nothing, whole or not at all.
/// </summary>
/// <remarks>
/// The file is only read, and as it was at one moment. Everything is written in one transaction, during which no
/// process
/// can be at work on the database: it holds the lock by which processes show that they are. What ends before
/// <see cref="CommitAsync"/> leaves the database as it was.
/// </remarks>
public sealed class DatabaseMove : IAsyncDisposable
{
    private readonly SqliteTransaction _snapshot;
    private readonly NpgsqlTransaction _transaction;

    private DatabaseMove(
        SqliteConnection source, SqliteTransaction snapshot, NpgsqlConnection target, NpgsqlTransaction transaction)
    {
        (Source, Target) = (source, target);
        (_snapshot, _transaction) = (snapshot, transaction);
    }

    /// <summary>The file, read as it was when the move began.</summary>
    public SqliteConnection Source { get; }

    /// <summary>The database, in the transaction of the move.</summary>
    public NpgsqlConnection Target { get; }

    /// <summary>
    /// Begins. The tables of the database are there already; throws <see cref="MoveRefusedException"/> where those of
    /// the file are of another version, or processes are at work on the database.
    /// </summary>
    public static async Task<DatabaseMove> BeginAsync(
        string file, PostgreSqlDatabase database, CancellationToken cancellationToken)
    {
        var source = OpenFile(file);
        NpgsqlConnection? target = null;
        try
        {
            await RequireCurrentAsync(source, cancellationToken);
            target = await database.OpenSingleAsync(cancellationToken);
            var transaction = await target.BeginTransactionAsync(cancellationToken);
            await RequireAloneAsync(target, cancellationToken);
            return new DatabaseMove(source, source.BeginTransaction(deferred: true), target, transaction);
        }
        catch
        {
            await source.DisposeAsync();
            await (target?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Opens a file of a data folder, to be read.</summary>
    public static SqliteConnection OpenFile(string file)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>Copies all tables of the model, and returns how many rows of each.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CopyAsync(CancellationToken cancellationToken)
    {
        await using var from = ContextOf(Source);
        await using var to = new PostgreSqlCrawlerDbContext(
            new DbContextOptionsBuilder<PostgreSqlCrawlerDbContext>().UseNpgsql(Target).Options);
        var tables = ModelTables.Between(from.Model, to.Model);
        foreach (var table in tables)
        {
            await table.RequireEmptyAsync(Target, cancellationToken);
        }

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            counts.Add(table.Table, await table.RunAsync(Source, Target, cancellationToken));
        }

        foreach (var (table, column) in ModelTables.Numbered(to.Model))
        {
            await ExecuteAsync(
                $"""
                SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}
                HAVING max({column}) IS NOT NULL
                """,
                cancellationToken);
        }

        await ReaddressAsync(cancellationToken);
        return counts;
    }

    /// <summary>Makes the move durable.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Target.DisposeAsync();
        await _snapshot.DisposeAsync();
        await Source.DisposeAsync();
    }

    /// <summary>
    /// Messages that wait to be sent name queues as the process did that they were in; elsewhere they have other
    /// addresses.
    /// </summary>
    private Task ReaddressAsync(CancellationToken cancellationToken) => ExecuteAsync(
        $"""
        UPDATE outbox SET destination = regexp_replace(destination, '^{MovedAddress.Pattern}', '{MovedAddress.Replacement}'),
            body = CASE WHEN message_type LIKE 'MassTransit.Scheduling.%'
                THEN regexp_replace(body, '"{MovedAddress.Pattern}"', '"{MovedAddress.Replacement}"', 'g')
                ELSE body END
        WHERE destination LIKE '{MovedAddress.Scheme}:%'
        """,
        cancellationToken);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, Target) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task RequireCurrentAsync(SqliteConnection source, CancellationToken cancellationToken)
    {
        await using var context = ContextOf(source);
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (!applied.SequenceEqual(context.Database.GetMigrations(), StringComparer.Ordinal))
        {
            throw new MoveRefusedException(
                "the tables of the data folder are of another version; bring them up to date with: crawler migrate.");
        }
    }

    private static async Task RequireAloneAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT pg_try_advisory_xact_lock({AdvisoryLock.Product}, {AdvisoryLock.Presence})", target);
        if (!(bool)(await command.ExecuteScalarAsync(cancellationToken))!)
        {
            throw new MoveRefusedException("processes work on the database; they must not run while rows are moved.");
        }
    }

    private static SqliteCrawlerDbContext ContextOf(SqliteConnection connection) => new(
        new DbContextOptionsBuilder<SqliteCrawlerDbContext>().UseSqlite(connection)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options);
}
