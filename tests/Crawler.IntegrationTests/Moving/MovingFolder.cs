using Crawler.Persistence;
using Crawler.Persistence.PostgreSql;
using Crawler.Persistence.Sqlite;
using Crawler.Scheduler;
using Crawler.Scheduler.Moving;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Crawler.IntegrationTests.Moving;

/// <summary>The database of a data folder as it is at a moment, and an empty one to which it is moved.</summary>
internal sealed class MovingFolder : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private MovingFolder(PostgreSqlTestDatabase target) => Target = target;

    public PostgreSqlTestDatabase Target { get; }

    public string DatabaseFile => _folder.File("crawler.db");

    public static async Task<MovingFolder> CreateAsync() => new(await PostgreSqlTestDatabase.CreateEmptyAsync());

    /// <summary>With the rows that a harness has at this moment: what a process leaves that is killed.</summary>
    public static async Task<MovingFolder> OfAsync(EmbeddedHarness harness)
    {
        var moving = await CreateAsync();
        await using var from = new SqliteConnection($"Data Source={harness.DatabaseFile};Pooling=False");
        await using var to = new SqliteConnection($"Data Source={moving.DatabaseFile};Pooling=False");
        await from.OpenAsync();
        await to.OpenAsync();
        from.BackupDatabase(to);
        return moving;
    }

    public Task<MovedRows> MoveAsync() => MoveAsync(DatabaseFile, _folder.File("quartz.db"), Target);

    /// <summary>As <c>crawler migrate --to</c> does it.</summary>
    public static async Task<MovedRows> MoveAsync(
        string databaseFile, string messagesFile, PostgreSqlTestDatabase target)
    {
        var builder = CrawlerBuilder.CreateHeadless([.. target.Settings.Select(setting => $"--{setting}")]);
        builder.Host.Logging.ClearProviders();
        builder.AddScheduler();
        using var host = builder.Build();
        return await host.Services.MoveAsync(databaseFile, messagesFile, CancellationToken.None);
    }

    /// <summary>Changes the file by a statement.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The file's rows as the model reads them.</summary>
    public CrawlerDbContext OpenFile() => new SqliteCrawlerDbContext(
        new DbContextOptionsBuilder<SqliteCrawlerDbContext>().UseSqlite($"Data Source={DatabaseFile};Pooling=False").Options);

    /// <summary>The database's rows as the model reads them.</summary>
    public CrawlerDbContext OpenTarget() => new PostgreSqlCrawlerDbContext(
        new DbContextOptionsBuilder<PostgreSqlCrawlerDbContext>().UseNpgsql(Target.ConnectionString).Options);

    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        _folder.Dispose();
    }
}
