using Crawler.Contracts.V1.Control;
using Crawler.IntegrationTests.Frontier.Messaging;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Workers;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Workers;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Time;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier.Workers;

public abstract class WorkerRegistryTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly TimeSpan LostAfter = new FrontierOptions().WorkerLostAfter;

    private TestDatabase _database = null!;
    private readonly ManualTimeProvider _clock = new();

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(provider);

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task LivingDownloaders_MakeTheWindow()
    {
        await using var process = await StartAsync();
        var registry = Registry(process);

        await NoteAsync(registry, Heartbeat("a", capacity: 8));
        await NoteAsync(registry, Heartbeat("b", capacity: 4));
        await NoteAsync(registry, Heartbeat("gateway", capacity: 0));

        (await WindowAsync(registry)).ShouldBe(new DispatchWindow(12, 0));
    }

    [Fact]
    public async Task DownloaderNotHeardOf_TakesItsRoomAndItsLeasesOutOfTheWindow()
    {
        await using var process = await StartAsync();
        var registry = Registry(process);
        await NoteAsync(registry, Heartbeat("lost", capacity: 8));
        await AddLeaseAsync(process, "lost");
        await AddLeaseAsync(process, "living");
        await AddLeaseAsync(process, downloader: null);

        _clock.Advance(TimeSpan.FromSeconds(21));
        await NoteAsync(registry, Heartbeat("living", capacity: 4));

        (await WindowAsync(registry)).ShouldBe(new DispatchWindow(4, Stranded: 1));
    }

    [Fact]
    public async Task StoppingDownloader_IsGivenNothingWhateverComesLate()
    {
        await using var process = await StartAsync();
        var registry = Registry(process);
        await NoteAsync(registry, Heartbeat("a", capacity: 8) with { Stopping = true });

        await NoteAsync(registry, Heartbeat("a", capacity: 8));

        (await WindowAsync(registry)).Capacity.ShouldBe(0);
    }

    [Fact]
    public async Task ProcessNotSeenForADay_IsForgottenWhenAnotherComes()
    {
        await using var process = await StartAsync();
        var registry = Registry(process);
        await NoteAsync(registry, Heartbeat("yesterday", capacity: 8));

        _clock.Advance(TimeSpan.FromHours(25));
        await NoteAsync(registry, Heartbeat("today", capacity: 8) with { PausedEndpoints = ["crawl"], MemoryBytes = 5 });

        var worker = (await process.RowsAsync<WorkerRecord>()).ShouldHaveSingleItem();
        worker.Instance.ShouldBe("today");
        worker.PausedEndpoints.ShouldBe("""["crawl"]""");
        worker.MemoryBytes.ShouldBe(5);
        worker.SeenAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task FirstHeartbeatsAtOnce_AreAllTakenIn()
    {
        await using var process = await StartAsync();
        WorkerRegistry[] registries = [Registry(process), Registry(process)];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => NoteAsync(registries[i % 2], Heartbeat("new", capacity: 8)))));

        (await process.RowsAsync<WorkerRecord>()).ShouldHaveSingleItem().Instance.ShouldBe("new");
    }

    [Fact]
    public async Task OneProcess_HasTheRoomThatItsSettingsGiveIt()
    {
        await using var process = await StartAsync();

        (await WindowAsync(Registry(process, MessagingTransport.InMemory))).ShouldBe(DispatchWindow.Unbounded);
    }

    [Fact]
    public async Task SchedulerThatHasNotHeardForLong_MissesNobody()
    {
        await using var process = await StartAsync();
        var registry = Registry(process, MessagingTransport.RabbitMq);
        registry.MissesTheLost.ShouldBeFalse();

        await NoteAsync(registry, Heartbeat("one", capacity: 1));
        _clock.Advance(LostAfter / 2);
        await NoteAsync(registry, Heartbeat("one", capacity: 1));
        registry.MissesTheLost.ShouldBeFalse();
        _clock.Advance(LostAfter / 2);
        registry.MissesTheLost.ShouldBeTrue();

        _clock.Advance(LostAfter);
        registry.MissesTheLost.ShouldBeFalse();
        await NoteAsync(registry, Heartbeat("one", capacity: 1));
        registry.MissesTheLost.ShouldBeFalse();
    }

    private static WorkerHeartbeat Heartbeat(string instance, int capacity) => new()
    {
        Instance = instance,
        Service = "downloader",
        SentAt = new ManualTimeProvider().GetUtcNow(),
        Capacity = capacity,
    };

    private static Task NoteAsync(WorkerRegistry registry, WorkerHeartbeat heartbeat) =>
        registry.NoteAsync(heartbeat, CancellationToken.None);

    private ValueTask<DispatchWindow> WindowAsync(WorkerRegistry registry) =>
        registry.WindowAsync(_clock.GetUtcNow(), CancellationToken.None);

    private static Task AddLeaseAsync(BusHarness process, string? downloader) => process.ChangeAsync(context =>
    {
        context.Add(new Lease { LeaseId = Guid.NewGuid(), CrawlId = Guid.NewGuid(), Host = "a.example", Downloader = downloader });
        return Task.CompletedTask;
    });

    private Task<BusHarness> StartAsync() => BusHarness.StartAsync(_database, _clock, delivers: false, _ => { });

    private WorkerRegistry Registry(
        BusHarness process, MessagingTransport transport = MessagingTransport.RabbitMq) => new(
            process.Services.GetRequiredService<ICrawlerDatabase>(),
            process.Services.GetRequiredService<IServiceScopeFactory>(),
            new FrontierWake(),
            _clock,
            Options.Create(new FrontierOptions()),
            Options.Create(new MessagingOptions { Transport = transport }));
}
