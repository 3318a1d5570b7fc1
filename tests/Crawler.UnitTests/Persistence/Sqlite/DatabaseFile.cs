using Crawler.Persistence.Messaging;
using Crawler.Persistence.Sqlite;
using Crawler.TestKit;
using Crawler.TestKit.Time;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Crawler.UnitTests.Persistence.Sqlite;

/// <summary>A SQLite file in a folder of its own, without tables.</summary>
internal sealed class DatabaseFile : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatabaseFile() =>
        Database = new SqliteDatabase(new SqliteOptions { File = _folder.File("crawler.db") }, Clock, Signal);

    public ManualTimeProvider Clock { get; } = new();

    public OutboxSignal Signal { get; } = new();

    public SqliteDatabase Database { get; }

    public SqliteCrawlerDbContext CreateContext() => new(new DbContextOptionsBuilder<SqliteCrawlerDbContext>()
        .UseSqlite(Database.ConnectionString)
        .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .Options);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
