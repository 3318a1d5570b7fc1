using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.Sqlite;
using Crawler.TestKit;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>A SQLite file in a folder of its own.</summary>
internal sealed class SqliteFrontierDatabase : FrontierDatabase
{
    private readonly TemporaryFolder _folder = new();
    private readonly OutboxSignal _signal = new();
    private readonly SqliteDatabase _database;

    private SqliteFrontierDatabase(TimeProvider time) =>
        _database = new SqliteDatabase(new SqliteOptions { File = _folder.File("crawler.db") }, time, _signal);

    public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public static async Task<SqliteFrontierDatabase> CreateAsync(TimeProvider time)
    {
        var database = new SqliteFrontierDatabase(time);
        await using var context = database.CreateContext();
        await context.Database.MigrateAsync();
        return database;
    }

    public override void Register(IServiceCollection services) => services.AddSingleton<ICrawlerDatabase>(_database);

    public override CrawlerDbContext CreateContext() => new SqliteCrawlerDbContext(
        new DbContextOptionsBuilder<SqliteCrawlerDbContext>()
            .UseSqlite(_database.ConnectionString)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);

    public override async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
