using Crawler.ServiceDefaults.Hosting;

using MassTransit;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

using Quartz;

namespace Crawler.Scheduler.Messages;

/// <summary>Where Quartz keeps waiting messages: a SQLite file of its own, or tables of the PostgreSQL database.</summary>
/// <remarks>
/// The file is not the installation's database: Quartz would hold its one write lock. On PostgreSQL the schedulers of
/// all processes form a cluster, and each message is sent by one of them.
/// </remarks>
internal sealed class MessageStore(
    IConfiguration configuration, IOptions<ScheduledMessagesOptions> options, ProcessInstance instance,
    IServiceProvider services)
{
    /// <summary>
    /// The name under which instances of a cluster know each other; it is part of every row.
    /// </summary>
    private const string ClusterName = "crawler";

    /// <summary>Threads that send; each holds a connection to the database for a moment.</summary>
    private const int Senders = 4;

    private static readonly RetryPolicy Retries =
        RetryPolicy.Exponential(20, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(5));

    private readonly string? _postgres = "PostgreSql".Equals(
        configuration["Database:Provider"], StringComparison.OrdinalIgnoreCase)
            ? configuration["PostgreSql:ConnectionString"]
            : null;

    /// <summary>Whether the messages are shared with other processes, which may leave some behind.</summary>
    public bool IsShared => _postgres is not null;

    /// <summary>Builds a scheduler that is not started. Tables that are missing are made.</summary>
    public ISchedulerFactory Build() => QuartzSchedulerBuilder.Create(Configure).Build();

    /// <summary>Whether an earlier process has left messages that wait.</summary>
    public async Task<bool> HoldsAnyAsync(CancellationToken cancellationToken)
    {
        var file = options.Value.File;
        if (IsShared || !File.Exists(file))
        {
            return IsShared;
        }

        await using var connection = new SqliteConnection(ConnectionString(file, SqliteOpenMode.ReadWrite));
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS' COLLATE NOCASE";
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! == 0)
        {
            return false;
        }

        command.CommandText = "SELECT EXISTS (SELECT 1 FROM QRTZ_TRIGGERS)";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! == 1;
    }

    private static string ConnectionString(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString();

    private void Configure(IQuartzBuilder quartz)
    {
        quartz.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        quartz.Services.AddSingleton<IBus>(services.GetRequiredService<IBus>());
        quartz.UseTimeProvider(services.GetRequiredService<TimeProvider>());
        quartz.ConfigureScheduler(scheduler =>
        {
            scheduler.InstanceName = ClusterName;
            scheduler.InstanceId = instance.Name;
        });
        quartz.UseDefaultThreadPool(Senders);
        quartz.UseDefaultRetryPolicy(Retries);
        quartz.UsePersistentStore(UseDatabase);
    }

    private void UseDatabase(IPersistentStoreBuilder store)
    {
        store.UseSystemTextJsonSerializer();
        store.ProvisionSchema();
        if (_postgres is not null)
        {
            store.UsePostgres(_postgres);
            store.ConfigureStore(settings => settings.TablePrefix = "qrtz_");
            store.UseClustering();
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(options.Value.File)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        store.UseSqlite(
            SqliteFactory.Instance, ConnectionString(options.Value.File, SqliteOpenMode.ReadWriteCreate));
    }
}
