using System.Text.Json;

using Crawler.Archive;
using Crawler.Archive.Objects;
using Crawler.Contracts.V1.Control;
using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler;
using Crawler.Scheduler.Frontier;
using Crawler.ServiceDefaults.Serialization;
using Crawler.TestKit;
using Crawler.TestKit.Time;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using Shouldly;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>A frontier over a real database and a clock that the test moves. Nothing in it runs by itself.</summary>
internal sealed class FrontierHarness : IAsyncDisposable
{
    private readonly FrontierDatabase _database;
    private readonly TemporaryFolder _objects = new();
    private readonly ServiceProvider _provider;
    private readonly CrawlerDbContext _rows;
    private readonly Dictionary<Guid, CrawlSpec> _specs = [];
    private long _lastRead;

    public FrontierHarness(FrontierDatabase database, ManualTimeProvider clock, FrontierOptions options)
    {
        _database = database;
        Clock = clock;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(Options.Create(new ArchiveOptions { Metadata = true }));
        services.AddLogging();
        services.AddSingleton<IObjectStore>(new FolderObjectStore(_objects.Path));
        database.Register(services);
        services.AddFrontier(database.Provider);
        _provider = services.BuildServiceProvider();
        _rows = database.CreateContext();
        _rows.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
    }

    public ManualTimeProvider Clock { get; }

    /// <summary>What the crawls that this harness has added are to do.</summary>
    public IReadOnlyDictionary<Guid, CrawlSpec> Specs => _specs;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Where downloaders lay aside what is too large for a message.</summary>
    public IObjectStore Objects => _provider.GetRequiredService<IObjectStore>();

    public CrawlFrontier Frontier => _provider.GetRequiredService<CrawlFrontier>();

    public FrontierSweep Sweep => _provider.GetRequiredService<FrontierSweep>();

    /// <summary>Another process on the same database.</summary>
    public FrontierHarness Beside(FrontierOptions options) => new(new BorrowedDatabase(_database), Clock, options);

    public IQueryable<TRow> Rows<TRow>()
        where TRow : class => _rows.Set<TRow>();

    /// <summary>A crawl's row, as its saga would have written it, without its seeds.</summary>
    public async Task<Guid> AddCrawlAsync(CrawlSpec spec, string state = CrawlStates.Crawling)
    {
        var crawl = new CrawlSaga
        {
            CorrelationId = Guid.NewGuid(),
            CurrentState = state,
            Spec = JsonSerializer.Serialize(spec, CrawlerJson.Options),
            ProfileVersion = 1,
            Weight = spec.Weight,
            SubmittedAt = Now,
            DeadlineAt = Now + spec.Limits.Duration,
        };
        _specs.Add(crawl.CorrelationId, spec);
        await AddAsync(crawl);
        return crawl.CorrelationId;
    }

    /// <summary>A crawl that runs, its seeds admitted.</summary>
    public async Task<Guid> StartAsync(CrawlSpec spec)
    {
        var crawl = await AddCrawlAsync(spec);
        await Frontier.AdmitSeedsAsync(crawl, CancellationToken.None);
        return crawl;
    }

    public async Task AddAsync(object row)
    {
        _rows.Add(row);
        await _rows.SaveChangesAsync();
        _rows.ChangeTracker.Clear();
    }

    public async Task MoveToAsync(Guid crawl, string state, EndReason? reason = null) => await _rows.Set<CrawlSaga>()
        .Where(row => row.CorrelationId == crawl)
        .ExecuteUpdateAsync(row => row.SetProperty(c => c.CurrentState, state).SetProperty(c => c.EndReason, reason));

    /// <summary>What the saga does to a crawl that is to end, and the retirement that it asks for.</summary>
    public async Task EndAsync(Guid crawl, EndReason reason)
    {
        await MoveToAsync(crawl, CrawlStates.Draining, reason);
        await _provider.GetRequiredService<Retirement>().DrainAsync(crawl, reason, CancellationToken.None);
    }

    /// <summary>
    /// Hands out what may be handed out, and returns the batches written to the outbox since the last call.
    /// </summary>
    public async Task<IReadOnlyList<FetchHostBatch>> DispatchAsync()
    {
        await Frontier.DispatchAsync(CancellationToken.None);
        var rows = await Rows<OutboxMessage>().Where(row => row.Id > _lastRead).OrderBy(row => row.Id).ToListAsync();
        _lastRead = rows.Count == 0 ? _lastRead : rows[^1].Id;
        return [.. rows.Select(row => OutboxSerialization.Read(row).Message).OfType<FetchHostBatch>()];
    }

    /// <summary>Hands out until nothing more may be: a host's second lease comes with the second call.</summary>
    public async Task<IReadOnlyList<FetchHostBatch>> DispatchAllAsync()
    {
        var all = new List<FetchHostBatch>();
        while (await DispatchAsync() is { Count: > 0 } batches)
        {
            all.AddRange(batches);
        }

        return all;
    }

    /// <summary>Hands out, and expects exactly one batch.</summary>
    public async Task<FetchHostBatch> DispatchOneAsync()
    {
        var batches = await DispatchAsync();
        return batches.Count == 1
            ? batches[0]
            : throw new InvalidOperationException($"Expected one batch, not {batches.Count}.");
    }

    public Task<bool> CommitAsync(BatchAnswer answer) => CommitAsync(answer.Build());

    public Task<bool> CommitAsync(HostBatchFetched answer) => Frontier.CommitAsync(answer, CancellationToken.None);

    public Task SweepAsync() => Sweep.SweepAsync(CancellationToken.None);

    public Task HeartbeatAsync(string instance, params Guid[] leases) => Frontier.RenewAsync(
        new WorkerHeartbeat { Instance = instance, Service = "downloader", SentAt = Now, LeaseIds = leases },
            CancellationToken.None);

    /// <summary>
    /// The downloader of a lease dies: it claimed the lease, and is not heard of again until the lease is swept.
    /// </summary>
    public async Task LoseAsync(FetchHostBatch batch)
    {
        await HeartbeatAsync("doomed", batch.LeaseId);
        var until = (await Rows<Lease>().SingleAsync(lease => lease.LeaseId == batch.LeaseId)).LeasedUntil;
        Clock.Advance(until - Now);
        await SweepAsync();
    }

    /// <summary>Dispatches and answers each batch until nothing is ready at this moment.</summary>
    public async Task<int> CrawlAllAsync(Func<FetchHostBatch, BatchAnswer>? answer = null)
    {
        var answered = 0;
        while (await DispatchAsync() is { Count: > 0 } batches)
        {
            foreach (var batch in batches)
            {
                (await CommitAsync(answer?.Invoke(batch) ?? Answer.To(batch))).ShouldBeTrue();
                answered++;
            }
        }

        return answered;
    }

    public async Task<IReadOnlyList<TMessage>> MessagesAsync<TMessage>()
    {
        var name = typeof(TMessage).FullName + ",";
        var rows = await Rows<OutboxMessage>().Where(row => row.MessageType.StartsWith(name)).OrderBy(row => row.Id)
            .ToListAsync();
        return [.. rows.Select(row => (TMessage)OutboxSerialization.Read(row).Message)];
    }

    /// <summary>Messages that were recorded but never reached a consumer.</summary>
    public Task LoseMessagesAsync() => _rows.Set<OutboxMessage>().ExecuteDeleteAsync();

    public Task<CrawlCounters> CountersAsync(Guid crawl) =>
        Rows<CrawlCounters>().SingleAsync(row => row.CrawlId == crawl);

    public Task<FrontierUrl> UrlAsync(Guid crawl, string url) =>
        Rows<FrontierUrl>().SingleAsync(
            row => row.CrawlId == crawl && row.Url == url && row.Kind == UrlKind.Page);

    public Task<FrontierUrl> SitemapAsync(Guid crawl, string url) =>
        Rows<FrontierUrl>().SingleAsync(
            row => row.CrawlId == crawl && row.Url == url && row.Kind == UrlKind.Sitemap);

    public Task<HostLedger> HostAsync(string host) => Rows<HostLedger>().SingleAsync(row => row.Host == host);

    public Task<HostQueue> QueueAsync(Guid crawl, string host) =>
        Rows<HostQueue>().SingleAsync(row => row.CrawlId == crawl && row.Host == host);

    /// <summary>How many pages stand where: <c>Fetched:3 Skipped(OutOfScope):1</c>, in order of name.</summary>
    public async Task<string> StatesAsync(Guid crawl)
    {
        var states = await Rows<FrontierUrl>().Where(row => row.CrawlId == crawl && row.Kind == UrlKind.Page)
            .GroupBy(row => new { row.State, row.Reason })
            .Select(group => new { group.Key.State, group.Key.Reason, Count = group.Count() })
            .ToListAsync();
        return string.Join(' ', states
            .Select(row => row.Reason is null ? $"{row.State}:{row.Count}" : $"{row.State}({row.Reason}):{row.Count}")
            .Order(StringComparer.Ordinal));
    }

    /// <summary>Removes every crawl and what is known of hosts, for another history on the same database.</summary>
    public async Task ClearAsync()
    {
        await _rows.Set<FrontierUrl>().ExecuteDeleteAsync();
        await _rows.Set<Fetch>().ExecuteDeleteAsync();
        await _rows.Set<Lease>().ExecuteDeleteAsync();
        await _rows.Set<HostQueue>().ExecuteDeleteAsync();
        await _rows.Set<HostLedger>().ExecuteDeleteAsync();
        await _rows.Set<CrawlCounters>().ExecuteDeleteAsync();
        await _rows.Set<TrapSuspicion>().ExecuteDeleteAsync();
        await _rows.Set<CrawlSaga>().ExecuteDeleteAsync();
        await _rows.Set<OutboxMessage>().ExecuteDeleteAsync();
    }

    /// <summary>Every broken promise of the frontier, in words; empty when all hold.</summary>
    public Task<IReadOnlyList<string>> BrokenLawsAsync() => FrontierLaws.BrokenAsync(this);

    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync();
        await _provider.DisposeAsync();
        await _database.DisposeAsync();
        _objects.Dispose();
    }

    private sealed class BorrowedDatabase(FrontierDatabase lent) : FrontierDatabase
    {
        public override DatabaseProvider Provider => lent.Provider;

        public override void Register(IServiceCollection services) => lent.Register(services);

        public override CrawlerDbContext CreateContext() => lent.CreateContext();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
