using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>Who may work on a database beside whom, and what they hear of each other.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private PostgreSqlTestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgreSqlTestDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task CommitWithMessages_IsHeardByOtherProcesses_AndNotByItsOwn()
    {
        await using var one = await ProcessAsync(MessagingTransport.RabbitMq);
        await using var other = await ProcessAsync(MessagingTransport.RabbitMq);

        await one.PublishAsync();

        await Eventually.HoldsAsync(() => other.Heard > 0);
        one.Heard.ShouldBe(0);
    }

    [Fact]
    public async Task ListenerThatWasCutOff_ListensAgain()
    {
        await using var one = await ProcessAsync(MessagingTransport.RabbitMq);
        await using var other = await ProcessAsync(MessagingTransport.RabbitMq);
        await _database.ExecuteAsync(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);

        // What was said meanwhile is looked for once; then it hears as before.
        await Eventually.HoldsAsync(() => other.Heard > 0);
        var before = other.Heard;
        await Eventually.HoldsAsync(async () =>
        {
            await one.PublishAsync();
            return other.Heard > before;
        });
    }

    [Theory]
    [InlineData(MessagingTransport.InMemory, MessagingTransport.InMemory)]
    [InlineData(MessagingTransport.InMemory, MessagingTransport.RabbitMq)]
    [InlineData(MessagingTransport.RabbitMq, MessagingTransport.InMemory)]
    public async Task ProcessWhoseMessagesTravelInItsMemory_IsAlone(
        MessagingTransport first, MessagingTransport second)
    {
        await using var one = await ProcessAsync(first);

        await Should.ThrowAsync<OptionsValidationException>(() => ProcessAsync(second));
    }

    [Fact]
    public async Task PlaceOfAProcessThatIsGone_IsFree()
    {
        await using (await ProcessAsync(MessagingTransport.InMemory))
        {
        }

        await using var next = await ProcessAsync(MessagingTransport.InMemory);
    }

    [Fact]
    public async Task Turn_IsOneProcessesAtATime()
    {
        await using var one = await ProcessAsync(MessagingTransport.RabbitMq);
        await using var other = await ProcessAsync(MessagingTransport.RabbitMq);

        await using (await one.Database.TakeTurnAsync(DatabaseTurn.Sweep, waits: false, CancellationToken.None))
        {
            (await other.Database.TakeTurnAsync(DatabaseTurn.Sweep, waits: false, CancellationToken.None)).ShouldBeNull();
            await using var different =
                await other.Database.TakeTurnAsync(DatabaseTurn.Index, waits: false, CancellationToken.None);
            different.ShouldNotBeNull();
        }

        await using var free = await other.Database.TakeTurnAsync(
            DatabaseTurn.Sweep, waits: false, CancellationToken.None);
        free.ShouldNotBeNull();
    }

    private async Task<Process> ProcessAsync(MessagingTransport transport)
    {
        var process = new Process(_database.ConnectionString, transport);
        try
        {
            await process.StartAsync();
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private sealed class Process : IAsyncDisposable
    {
        private readonly PostgreSqlPresence _presence;
        private int _heard;

        public Process(string connectionString, MessagingTransport transport)
        {
            var instance = new ProcessInstance();
            Database = new PostgreSqlDatabase(
                new PostgreSqlOptions { ConnectionString = connectionString }, TimeProvider.System, new OutboxSignal(),
                instance, transport);
            var neighbours = new NeighbourSignal();
            neighbours.OutboxFilled += (_, _) => Interlocked.Increment(ref _heard);
            _presence = new PostgreSqlPresence(
                Database, transport, instance, neighbours,
                new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance), TimeProvider.System,
                NullLogger<PostgreSqlPresence>.Instance);
        }

        public PostgreSqlDatabase Database { get; }

        public int Heard => _heard;

        public Task StartAsync() => _presence.StartAsync(CancellationToken.None);

        public async Task PublishAsync()
        {
            await using var transaction = await Database.WhileUnavailableAsync(
                token => Database.BeginWriteAsync(token).AsTask(), TimeProvider.System, CancellationToken.None);
            transaction.Publish(new PauseCrawl { CrawlId = Guid.NewGuid() });
            await transaction.CommitAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            await _presence.StopAsync(CancellationToken.None);
            _presence.Dispose();
            await Database.DisposeAsync();
        }
    }
}
