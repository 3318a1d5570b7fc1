using System.Data.Common;

using Crawler.Persistence;

namespace Crawler.TestKit.Databases;

/// <summary>A database of its own for one test, of one kind or the other, gone with it.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Settings by which a process works on it, as <c>Section:Name=value</c>.</summary>
    public abstract IReadOnlyList<string> Settings { get; }

    /// <summary>A new one; a server's has its tables.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider) =>
        provider == DatabaseProvider.PostgreSql ? await PostgreSqlTestDatabase.CreateAsync() : new SqliteTestDatabase();

    /// <summary>A connection that shares nothing with those of the product.</summary>
    public abstract DbConnection Open();

    /// <summary>How many messages wait for their time, as the rows say.</summary>
    public abstract long CountWaitingMessages();

    public abstract ValueTask DisposeAsync();

    /// <summary>The number that a statement gives.</summary>
    private protected static long Count(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
