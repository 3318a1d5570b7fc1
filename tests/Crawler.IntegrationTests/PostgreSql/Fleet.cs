using System.Collections.Concurrent;
using System.Globalization;

using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.IntegrationTests.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.Scheduler.Frontier;
using Crawler.TestKit.Time;

using Npgsql;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>
/// Several Schedulers at work on one database at once, each with its own connections; a queue stands for the broker.
/// Every page links to two more, on other hosts, until there are as many as the test wants.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    public const int PerHost = 4;

    private readonly PostgreSqlFrontierDatabase _database;
    private readonly List<FrontierHarness> _schedulers = [];
    private readonly ConcurrentQueue<FetchHostBatch> _batches = new();
    private readonly int _pages;
    private readonly int _hosts;

    private Fleet(PostgreSqlFrontierDatabase database, int pages, int hosts)
    {
        _database = database;
        (_pages, _hosts) = (pages, hosts);
    }

    public FrontierHarness First => _schedulers[0];

    /// <summary>How often each URL of each crawl was handed out.</summary>
    public ConcurrentDictionary<(Guid Crawl, string Url), int> HandedOut { get; } = new();

    /// <summary>How often each crawl was told to be drained.</summary>
    public ConcurrentDictionary<Guid, int> Drained { get; } = new();

    /// <summary>What was seen that must never be, in words.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>How often a transaction failed, and its message came again.</summary>
    public int Failures { get; private set; }

    public static async Task<Fleet> CreateAsync(int schedulers, int pages, int hosts)
    {
        var clock = new ManualTimeProvider();
        var fleet = new Fleet(await PostgreSqlFrontierDatabase.CreateAsync(clock), pages, hosts);
        var options = new FrontierOptions { MaxBatchUrls = 4, MaxUrlsInFlight = 1_000 };
        fleet._schedulers.Add(new FrontierHarness(fleet._database, clock, options));
        for (var i = 1; i < schedulers; i++)
        {
            fleet._schedulers.Add(fleet.First.Beside(options));
        }

        return fleet;
    }

    public Task<Guid> StartAsync(string site) => First.StartAsync(
        Specs.Of([PageOf(site, 0)]).Everywhere().Polite(TimeSpan.Zero, PerHost));

    /// <summary>Works until every crawl is drained.</summary>
    public async Task RunAsync(IReadOnlyCollection<Guid> crawls, int workersEach, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = _schedulers.SelectMany(scheduler => Enumerable.Range(0, workersEach).Select(_ =>
            Task.Run(
                () => WorkAsync(scheduler, _database.Open(), () => crawls.All(Drained.ContainsKey), all.Token),
                CancellationToken.None)));
        var watcher = Task.Run(() => WatchAsync(crawls, all.Token), CancellationToken.None);
        await Task.WhenAll(workers);
        await all.CancelAsync();
        await watcher;
    }

    /// <summary>Cuts every connection of the product that is in a transaction, wherever it is in it.</summary>
    public Task CutConnectionsAsync() => _database.ExecuteAsync(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var scheduler in _schedulers.AsEnumerable().Reverse())
        {
            await scheduler.DisposeAsync();
        }
    }

    private string PageOf(string site, int number) => $"https://{site}{number % _hosts}.example/p{number}";

    private async Task WorkAsync(
        FrontierHarness scheduler, PostgreSqlDatabase database, Func<bool> isDone, CancellationToken cancellationToken)
    {
        var claims = new PostgreSqlOutboxClaims(database);
        while (!isDone())
        {
            await TryAsync(async () =>
            {
                await scheduler.Frontier.DispatchAsync(cancellationToken);
                return true;
            });
            await TryAsync(() => DeliverAsync(claims));
            while (_batches.TryDequeue(out var batch))
            {
                if (!await TryAsync(() => scheduler.CommitAsync(AnswerTo(batch))))
                {
                    // As a broker would, once the consumer has not taken it.
                    _batches.Enqueue(batch);
                }
            }
        }
    }

    private async Task<bool> TryAsync(Func<Task<bool>> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            Failures++;
            return false;
        }
    }

    private async Task<bool> DeliverAsync(PostgreSqlOutboxClaims claims)
    {
        var batchType = OutboxSerialization.NameOf(typeof(FetchHostBatch));
        foreach (var row in await claims.TakeAsync(batchType, limit: 8, CancellationToken.None))
        {
            var batch = (FetchHostBatch)OutboxSerialization.Read(row).Message;
            foreach (var url in batch.Urls)
            {
                HandedOut.AddOrUpdate((batch.CrawlId, url.Url), 1, (_, count) => count + 1);
            }

            _batches.Enqueue(batch);
        }

        await using var claim = await claims.ClaimAsync([batchType], limit: 8, maxFaults: 10, CancellationToken.None);
        foreach (var drained in claim?.Rows.Select(row => OutboxSerialization.Read(row).Message).OfType<FrontierDrained>() ?? [])
        {
            Drained.AddOrUpdate(drained.CrawlId, 1, (_, count) => count + 1);
        }

        if (claim is not null)
        {
            await claim.CompleteAsync([.. claim.Rows.Select(row => row.Id)], [], CancellationToken.None);
        }

        return true;
    }

    private HostBatchFetched AnswerTo(FetchHostBatch batch)
    {
        var answer = Answer.To(batch);
        foreach (var url in batch.Urls)
        {
            var (name, number) = (new Uri(url.Url).Host.TrimEnd('.'), int.Parse(url.Url.Split("/p")[^1], CultureInfo.InvariantCulture));
            var site = name[..name.IndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])];
            answer.LinkingFrom(
                url.Url,
                new[] { (number * 2) + 1, (number * 2) + 2, 0 }.Where(next => next < _pages)
                    .Select(next => PageOf(site, next)));
        }

        return answer.Build();
    }

    /// <summary>Looks again and again at what a reader sees while all write.</summary>
    private async Task WatchAsync(IReadOnlyCollection<Guid> crawls, CancellationToken cancellationToken)
    {
        await using var watcher = _database.Open(maxPoolSize: 4);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var transaction = (PostgreSqlWriteTransaction)await watcher.BeginWriteAsync(cancellationToken);
                foreach (var crawl in crawls)
                {
                    var gap = await transaction.Statement(
                        "SELECT 1 FROM fetches WHERE crawl_id = $1 HAVING count(*) <> coalesce(max(seq), 0)")
                        .Id(crawl).ExistsAsync();
                    if (gap)
                    {
                        Violations.Enqueue($"a reader of crawl {crawl} saw a gap in the numbers");
                    }
                }

                var crowded = await transaction.Statement(
                    "SELECT 1 FROM leases GROUP BY host HAVING sum(connections) > $1 LIMIT 1").Number(PerHost).ExistsAsync();
                if (crowded)
                {
                    Violations.Enqueue("a host's leases exceed its connections");
                }
            }
            catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
            {
                // Cut like all others, or done.
            }
        }
    }
}
