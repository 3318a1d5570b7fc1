using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Hosting;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Time;

using MassTransit;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>
/// One process with the real in-memory bus, outbox, inbox and saga store, over a database that outlives it.
/// </summary>
internal sealed class BusHarness : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Receipts _receipts = new();
    private readonly ConnectHandle _connection;

    private BusHarness(IHost host)
    {
        _host = host;
        _connection = Bus.ConnectReceiveObserver(_receipts);
    }

    public IServiceProvider Services => _host.Services;

    private IBus Bus => _host.Services.GetRequiredService<IBus>();

    /// <summary>Starts the process. Where it does not deliver, outbox rows stay to be looked at.</summary>
    public static async Task<BusHarness> StartAsync(
        TestDatabase database, ManualTimeProvider clock, bool delivers, Action<ICrawlerBuilder> configure)
    {
        // There is no scheduler endpoint that would bring a message again.
        var builder = CrawlerBuilder.CreateHeadless(
            [.. database.Settings.Append("Messaging:Redeliveries=0").Select(setting => $"--{setting}")]);
        builder.Host.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddCrawlerPersistence();
        configure(builder);
        if (!delivers)
        {
            builder.Services.Remove(builder.Services.Single(service =>
                service.ImplementationType == typeof(OutboxDelivery)));
        }

        var host = builder.Build();
        await host.StartAsync();
        return new BusHarness(host);
    }

    /// <summary>Publishes, and returns when the message's receiver is done. False when it gave up.</summary>
    public async Task<bool> PublishAsync<TMessage>(TMessage message, Guid? messageId = null)
        where TMessage : class
    {
        var id = messageId ?? Guid.NewGuid();
        var received = _receipts.Expect(id);
        await Bus.Publish(message, context => context.MessageId = id);
        return await received.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>One transaction on the database, as the hot path opens it.</summary>
    public async Task InTransactionAsync(Action<WriteTransaction> work, bool commits = true)
    {
        await using var transaction = await Services.GetRequiredService<ICrawlerDatabase>()
            .BeginWriteAsync(CancellationToken.None);
        work(transaction);
        if (commits)
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    public async Task<List<TRow>> RowsAsync<TRow>()
        where TRow : class
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<TRow>().AsNoTracking()
            .ToListAsync();
    }

    /// <summary>The messages in the outbox, in their order.</summary>
    public async Task<List<object>> OutboxAsync() =>
        [.. (await RowsAsync<OutboxMessage>()).OrderBy(row => row.Id)
            .Select(row => OutboxSerialization.Read(row).Message)];

    public async Task ChangeAsync(Func<CrawlerDbContext, Task> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        await change(context);
        await context.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Disconnect();
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
