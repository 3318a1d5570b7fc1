using System.Data.Common;

using Microsoft.Data.Sqlite;

namespace Crawler.TestKit.Databases;

/// <summary>A file in a folder of its own.</summary>
internal sealed class SqliteTestDatabase : TestDatabase
{
    private readonly TemporaryFolder _folder = new();

    public override IReadOnlyList<string> Settings => [$"Sqlite:File={_folder.File("crawler.db")}"];

    public override DbConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("crawler.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
