using System.Data.Common;

using Crawler.Persistence.PostgreSql;
using Crawler.TestKit.Waiting;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

using Npgsql;

namespace Crawler.TestKit.Databases;

/// <summary>A database of its own for one test, gone with it.</summary>
/// <remarks>
/// All tests of a process share one server: the one that <see cref="Variable" /> names by a connection string, whose user
/// may create databases, or else one that this process starts.
/// </remarks>
public sealed class PostgreSqlTestDatabase : TestDatabase
{
    /// <summary>The environment variable with the connection string of a server.</summary>
    internal const string Variable = "CRAWLER_TEST_POSTGRES";

    private static readonly Lazy<Task<Func<string, string>>> Server = new(ConnectAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly string _name;

    private PostgreSqlTestDatabase(string name, string connectionString)
    {
        _name = name;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Settings =>
        ["Database:Provider=PostgreSql", $"PostgreSql:ConnectionString={ConnectionString}"];

    /// <summary>A database with its tables.</summary>
    public static async Task<PostgreSqlTestDatabase> CreateAsync() => await CreateAsync(await Template.Value);

    /// <summary>A database without tables.</summary>
    public static Task<PostgreSqlTestDatabase> CreateEmptyAsync() => CreateAsync("template1");

    /// <summary>Runs a statement outside of the product's own connections, and returns its first value.</summary>
    public Task<object?> ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>Returns when a statement of another connection waits for a lock.</summary>
    public Task SomebodyWaitsForALockAsync() => Eventually.HoldsAsync(async () => (bool)(await ExecuteAsync(
        "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"))!);

    /// <inheritdoc />
    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    public override long CountWaitingMessages()
    {
        using var connection = Open();
        return Count(connection, "SELECT count(*) FROM qrtz_triggers");
    }

    public override async ValueTask DisposeAsync() =>
        await ExecuteAsync((await Server.Value)("postgres"), $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private static async Task<PostgreSqlTestDatabase> CreateAsync(string template)
    {
        var connect = await Server.Value;
        var name = $"crawler_test_{Guid.NewGuid():n}";
        await ExecuteAsync(connect("postgres"), $"CREATE DATABASE {name} TEMPLATE {template}");
        return new PostgreSqlTestDatabase(name, connect(name));
    }

    private static async Task<Func<string, string>> ConnectAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return name => new NpgsqlConnectionStringBuilder(given) { Database = name }.ConnectionString;
        }

        var server = await PostgreSqlServer.StartAsync();
        return server.ConnectionStringOf;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var database = await CreateEmptyAsync();
        var options = new DbContextOptionsBuilder<PostgreSqlCrawlerDbContext>()
            .UseNpgsql(database.ConnectionString + ";Pooling=false")
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options;
        await using var context = new PostgreSqlCrawlerDbContext(options);
        await context.Database.MigrateAsync();
        return database._name;
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
