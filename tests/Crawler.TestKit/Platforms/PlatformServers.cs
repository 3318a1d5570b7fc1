using Crawler.TestKit.Brokers;
using Crawler.TestKit.Databases;

namespace Crawler.TestKit.Platforms;

/// <summary>
/// A broker and a database server, which several platforms may use one after the other: each has a virtual host and a
/// database of its own.
/// </summary>
/// <remarks>
/// They are this object's own, so that they can be killed, unless the environment names others; of a broker that it does
/// not own a platform is given the one virtual host, emptied.
/// </remarks>
public sealed class PlatformServers : IAsyncDisposable
{
    private readonly List<PostgreSqlTestDatabase> _given = [];
    private PostgreSqlServer? _postgreSql;

    /// <summary>Why tests that kill servers cannot run, or null.</summary>
    public static string? NotOwn => RabbitMqServer.MayStart && PostgreSqlServer.MayStart
        ? null
        : "Needs a broker and a database server that the tests start themselves.";

    public RabbitMqServer Broker { get; } = new();

    /// <summary>The server; only where it is the tests' own.</summary>
    public PostgreSqlServer PostgreSql => _postgreSql ?? throw new InvalidOperationException("The server was given.");

    /// <summary>An empty database; starts the server if it does not run.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        if (PostgreSqlServer.MayStart)
        {
            _postgreSql ??= await PostgreSqlServer.StartAsync();
            return await _postgreSql.CreateDatabaseAsync();
        }

        _given.Add(await PostgreSqlTestDatabase.CreateEmptyAsync());
        return _given[^1].ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _given)
        {
            await database.DisposeAsync();
        }

        if (_postgreSql is not null)
        {
            await _postgreSql.DisposeAsync();
        }

        await Broker.DisposeAsync();
        Broker.Dispose();
    }
}
