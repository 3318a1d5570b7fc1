using Crawler.Persistence;
using Crawler.Persistence.PostgreSql;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Messages;

/// <summary>Where waiting messages lie: a SQLite file of their own, or tables of the PostgreSQL database.</summary>
/// <remarks>
/// The file is not the installation's database: Quartz would hold its one write lock. On PostgreSQL the schedulers of
/// all processes form a cluster, and each message is sent by one of them.
/// </remarks>
internal sealed class MessageStore(
    IOptions<DatabaseOptions> database, IOptions<PostgreSqlOptions> postgres, IOptions<ScheduledMessagesOptions> options)
{
    /// <summary>How the names of the tables in a shared database begin.</summary>
    public const string TablePrefix = "qrtz_";

    /// <summary>
    /// Each sender holds one for a moment, and so do messages that come and the cluster's sign of life.
    /// </summary>
    private const int MaxConnections = 8;

    /// <summary>The connection string of the shared database; null where the messages are this process's own.</summary>
    public string? Shared { get; } = database.Value.Provider == DatabaseProvider.PostgreSql
        ? ConnectionText.Beside(postgres.Value, MaxConnections, "crawler scheduled messages")
        : null;

    /// <summary>The connection string of the file, whose folder is made.</summary>
    public string OwnFile()
    {
        if (Path.GetDirectoryName(Path.GetFullPath(options.Value.File)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return Open(SqliteOpenMode.ReadWriteCreate);
    }

    /// <summary>Whether messages may wait that an earlier process, or another one, has left.</summary>
    public async Task<bool> MayHoldSomeAsync(CancellationToken cancellationToken)
    {
        if (Shared is not null || !File.Exists(options.Value.File))
        {
            return Shared is not null;
        }

        await using var connection = new SqliteConnection(Open(SqliteOpenMode.ReadWrite));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS' COLLATE NOCASE";
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
        {
            return false;
        }

        command.CommandText = "SELECT EXISTS (SELECT 1 FROM QRTZ_TRIGGERS)";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == 1;
    }

    private string Open(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = options.Value.File, Mode = mode, Pooling = false }.ToString();
}
