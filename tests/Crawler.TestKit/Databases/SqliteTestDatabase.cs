using System.Data.Common;

using Microsoft.Data.Sqlite;

namespace Crawler.TestKit.Databases;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TemporaryFolder _folder = new();

    public override IReadOnlyList<string> Settings =>
        [$"Sqlite:File={DatabaseFile}", $"ScheduledMessages:File={MessagesFile}"];

    public string DatabaseFile => _folder.File("crawler.db");

    /// <summary>Where messages wait for their time; it is made when the first one comes.</summary>
    public string MessagesFile => _folder.File("quartz.db");

    public override DbConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    public override long CountWaitingMessages()
    {
        if (!File.Exists(MessagesFile))
        {
            return 0;
        }

        using var connection = new SqliteConnection($"Data Source={MessagesFile};Pooling=False");
        connection.Open();
        return Count(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS' COLLATE NOCASE") > 0
            ? Count(connection, "SELECT count(*) FROM QRTZ_TRIGGERS")
            : 0;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
