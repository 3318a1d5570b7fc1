using System.Data.Common;

using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;

using Npgsql;

namespace Crawler.TestKit.Platforms;

/// <summary>
/// The services as processes of their own, as they were built with the running tests, on RabbitMQ and PostgreSQL, with
/// one archive folder; they may dial loopback. Each of them, and both servers, can be killed and started again.
/// </summary>
/// <remarks>Disposing kills what it started, and nothing else.</remarks>
public sealed class DistributedPlatform : CrawlPlatform
{
    private static readonly TimeSpan MigrationTime = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly PlatformServers _servers;
    private readonly bool _ownsServers;
    private readonly IReadOnlyList<string> _settings;
    private readonly string? _programs;
    private readonly List<ServiceProcess> _processes = [];
    private ApiClient? _api;
    private Uri? _apiAddress;

    private DistributedPlatform(
        PlatformServers servers, bool ownsServers, VirtualHost host, string connectionString, PlatformOptions options)
    {
        _programs = options.Programs;
        (_servers, _ownsServers, VirtualHost, ConnectionString) = (servers, ownsServers, host, connectionString);
        _settings =
        [
            .. host.Settings, "Database:Provider=PostgreSql", "Database:Migrate=false",
            $"PostgreSql:ConnectionString={connectionString}", $"Archive:Folder={ArchiveFolder}",
            "Downloader:AllowedAddresses:0=127.0.0.0/8", "Http:Urls=http://127.0.0.1:0",
            "Logging:LogLevel:Microsoft.Hosting.Lifetime=Information", "Logging:Console:FormatterName=simple",
            "Logging:Console:FormatterOptions:SingleLine=true", .. options.Settings,
        ];
    }

    /// <inheritdoc />
    public override ApiClient Api
    {
        get
        {
            // A gateway that was started again listens elsewhere.
            if (_api is null || _apiAddress != Gateway.Address)
            {
                _api?.Dispose();
                _apiAddress = Gateway.Address;
                _api = new ApiClient(_apiAddress);
            }

            return _api;
        }
    }

    /// <inheritdoc />
    public override string ArchiveFolder => _folder.File("archive");

    /// <inheritdoc />
    public override IReadOnlyList<string> Errors => [.. _processes.SelectMany(process => process.Errors)];

    public RabbitMqServer Broker => _servers.Broker;

    public PostgreSqlServer PostgreSql => _servers.PostgreSql;

    public VirtualHost VirtualHost { get; }

    public string ConnectionString { get; }

    public IReadOnlyList<ServiceProcess> Processes => _processes;

    public ServiceProcess Gateway => Of("gateway").First();

    public IReadOnlyList<ServiceProcess> Schedulers => [.. Of("scheduler")];

    public IReadOnlyList<ServiceProcess> Downloaders => [.. Of("downloader")];

    /// <summary>Starts it on servers of its own, which end with it.</summary>
    public static Task<DistributedPlatform> StartAsync(PlatformOptions options) =>
        StartAsync(new PlatformServers(), ownsServers: true, options);

    /// <summary>Starts it on servers that are shared.</summary>
    public static Task<DistributedPlatform> StartAsync(PlatformServers servers, PlatformOptions options) =>
        StartAsync(servers, ownsServers: false, options);

    /// <summary>Starts one more process, and returns when it is ready.</summary>
    public async Task<ServiceProcess> AddAsync(string service)
    {
        var process = Launch(service);
        await process.WaitUntilReadyAsync();
        return process;
    }

    /// <inheritdoc />
    public override DbConnection OpenDatabase()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>How many batches a downloader said that it works on, when it was last heard of.</summary>
    public long InUse(ServiceProcess downloader) =>
        NumberOf("SELECT coalesce(sum(in_use), 0)::bigint FROM workers WHERE instance LIKE @instance", downloader);

    /// <summary>How many leases are known to be with a downloader.</summary>
    public long LeasesOf(ServiceProcess downloader) =>
        NumberOf("SELECT count(*) FROM leases WHERE downloader LIKE @instance", downloader);

    /// <summary>How many messages lie in each error queue in which there are any.</summary>
    public async Task<IReadOnlyDictionary<string, uint>> ErrorQueuesAsync()
    {
        var counts = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var queue in QueueNames.Shared.Select(name => $"{name}_error"))
        {
            if (await VirtualHost.HasQueueAsync(queue) && await VirtualHost.CountAsync(queue) is > 0 and var count)
            {
                counts[queue] = count;
            }
        }

        return counts;
    }

    /// <summary>
    /// Processor time by process since each began: the services by their names, <c>broker</c> and <c>postgres</c> with
    /// all that belongs to them. The servers must be the tests' own.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, TimeSpan>> ProcessorTimesAsync()
    {
        var times = _processes.ToDictionary(process => process.Name, process => process.ProcessorTime, StringComparer.Ordinal);
        times["broker"] = ProcessTimes.OfTree(await Broker.ProcessIdAsync());
        times["postgres"] = ProcessTimes.OfTree(PostgreSql.ProcessId);
        return times;
    }

    public override async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_ownsServers)
        {
            await _servers.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static async Task<DistributedPlatform> StartAsync(
        PlatformServers servers, bool ownsServers, PlatformOptions options)
    {
        var host = servers.Broker.AddVirtualHostAsync();
        var database = servers.CreateDatabaseAsync();
        var platform = new DistributedPlatform(servers, ownsServers, await host, await database, options);
        try
        {
            await platform.MigrateAsync();
            var started = options.Services().Select(platform.Launch).ToArray();
            await Task.WhenAll(started.Select(process => process.WaitUntilReadyAsync()));
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    private async Task MigrateAsync()
    {
        await using var migration = CrawlerProcess.StartWith(_settings, "migrate");
        if (await migration.WaitForExitAsync(MigrationTime) != 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, migration.Errors));
        }
    }

    private ServiceProcess Launch(string service)
    {
        var name = service.ToLowerInvariant();
        var process = new ServiceProcess(
            $"{name}-{Of(name).Count() + 1}", () => CrawlerProcess.StartService(service, _settings, _programs));
        _processes.Add(process);
        return process;
    }

    private long NumberOf(string sql, ServiceProcess process)
    {
        using var connection = OpenDatabase();
        return (long)connection.QueryAll(sql, ("instance", $"%-{process.Id}-%")).Single()[0];
    }

    private IEnumerable<ServiceProcess> Of(string service) =>
        _processes.Where(process => process.Name.StartsWith($"{service}-", StringComparison.Ordinal));
}
