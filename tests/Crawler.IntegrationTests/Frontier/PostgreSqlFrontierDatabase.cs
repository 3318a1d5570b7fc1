using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>A database of its own on the tests' PostgreSQL server.</summary>
internal sealed class PostgreSqlFrontierDatabase : FrontierDatabase
{
    private readonly PostgreSqlTestDatabase _database;
    private readonly TimeProvider _time;
    private readonly List<PostgreSqlDatabase> _processes = [];

    private PostgreSqlFrontierDatabase(PostgreSqlTestDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

    public static async Task<PostgreSqlFrontierDatabase> CreateAsync(TimeProvider time) =>
        new(await PostgreSqlTestDatabase.CreateAsync(), time);

    /// <summary>Runs a statement on a connection of its own.</summary>
    public Task<object?> ExecuteAsync(string sql) => _database.ExecuteAsync(sql);

    /// <inheritdoc cref="PostgreSqlTestDatabase.SomebodyWaitsForALockAsync" />
    public Task SomebodyWaitsForALockAsync() => _database.SomebodyWaitsForALockAsync();

    /// <summary>Another process's pool of connections.</summary>
    public PostgreSqlDatabase Open(int maxPoolSize = 8)
    {
        var database = new PostgreSqlDatabase(
            new PostgreSqlOptions { ConnectionString = _database.ConnectionString, MaxPoolSize = maxPoolSize },
            _time, new OutboxSignal(), new ProcessInstance(), MessagingTransport.InMemory);
        _processes.Add(database);
        return database;
    }

    public override void Register(IServiceCollection services) => services.AddSingleton<ICrawlerDatabase>(Open());

    public override CrawlerDbContext CreateContext() => new PostgreSqlCrawlerDbContext(
        new DbContextOptionsBuilder<PostgreSqlCrawlerDbContext>()
            .UseNpgsql(Open(maxPoolSize: 4).CreateConnection(), contextOwnsConnection: true).Options);

    public override async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
