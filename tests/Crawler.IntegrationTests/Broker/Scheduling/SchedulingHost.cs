using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit;

using MassTransit;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>A scheduler, and consumers of its own that schedule, fail and wait.</summary>
internal sealed class SchedulingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TemporaryFolder _folder;

    private SchedulingHost(TemporaryFolder folder, string[] settings)
    {
        _folder = folder;
        string[] all =
        [
            $"Sqlite:File={folder.File("crawler.db")}", $"ScheduledMessages:File={QuartzFile}",
            "Messaging:Redeliveries=2", "Messaging:RedeliveryDelay=100ms", .. settings,
        ];
        var builder = CrawlerBuilder.CreateHeadless([.. all.Select(setting => $"--{setting}")]);
        builder.Host.Logging.ClearProviders();
        builder.Services.AddSingleton(Seen);
        builder.AddScheduler();
        builder.AddToBus(bus =>
        {
            bus.AddConsumer<NoteConsumer, NoteConsumerDefinition>();
            bus.AddConsumer<RemindConsumer, RemindConsumerDefinition>();
            bus.AddSagaStateMachine<VigilStateMachine, Vigil>().InMemoryRepository().Endpoint(e => e.Name = "test-vigil");
        });
        _host = builder.Build();
    }

    public Seen Seen { get; } = new();

    public string QuartzFile => _folder.File("quartz.db");

    public IBusControl Bus => _host.Services.GetRequiredService<IBusControl>();

    public static async Task<SchedulingHost> StartAsync(TemporaryFolder folder, params string[] settings)
    {
        var host = new SchedulingHost(folder, settings);
        await host._host.StartAsync();
        await host.Bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(60));
        return host;
    }

    public async Task SendAsync(Note note)
    {
        var endpoint = await Bus.GetSendEndpoint(QueueNames.AddressOf(NoteConsumerDefinition.Queue));
        await endpoint.Send(note, context => context.Headers.Set("X-Custom", "kept"));
    }

    /// <summary>Publishes a note when a transaction commits.</summary>
    public async Task PublishInATransactionAsync(Note note)
    {
        await using var transaction = await _host.Services.GetRequiredService<ICrawlerDatabase>()
            .BeginWriteAsync(CancellationToken.None);
        transaction.Publish(note);
        await transaction.CommitAsync(CancellationToken.None);
    }

    public async Task<List<OutboxMessage>> OutboxAsync()
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<OutboxMessage>().AsNoTracking()
            .ToListAsync();
    }

    public long CountWaiting()
    {
        if (!File.Exists(QuartzFile))
        {
            return 0;
        }

        using var connection = new SqliteConnection($"Data Source={QuartzFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'QRTZ_TRIGGERS' COLLATE NOCASE";
        if ((long)command.ExecuteScalar()! == 0)
        {
            return 0;
        }

        command.CommandText = "SELECT count(*) FROM QRTZ_TRIGGERS";
        return (long)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
