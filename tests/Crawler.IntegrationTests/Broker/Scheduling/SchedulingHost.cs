using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;

using MassTransit;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>A scheduler, and consumers of its own that schedule, fail and wait.</summary>
internal sealed class SchedulingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestDatabase _database;

    private SchedulingHost(TestDatabase database, string[] settings)
    {
        _database = database;
        string[] all =
            [.. database.Settings, "Messaging:Redeliveries=2", "Messaging:RedeliveryDelay=100ms", .. settings];
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

    public IBusControl Bus => _host.Services.GetRequiredService<IBusControl>();

    public static async Task<SchedulingHost> StartAsync(TestDatabase database, params string[] settings)
    {
        var host = new SchedulingHost(database, settings);
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

    public long CountWaiting() => _database.CountWaitingMessages();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
