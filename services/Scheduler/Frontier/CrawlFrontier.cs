using Crawler.Contracts.V1.Control;
using Crawler.Contracts.V1.Fetching;
using Crawler.Scheduler.Telemetry;
using Crawler.Scheduler.Workers;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>All known URLs of all crawls, and their order.</summary>
/// <remarks>
/// Every URL of a crawl is a row with a state, and every row is found again after any failure. A downloader holds URLs
/// by a lease: a batch of one host, until a time. Its answer names the lease; when the lease is gone, the answer is
/// dropped whole. So
/// a lost, doubled or late message changes nothing. What follows from a change (a crawl's end, the next batch) is
/// written in the same transaction as a message.
/// <para>
/// <c>discovered = queued + leased + Σ terminal states</c> holds at every commit.
/// </para>
/// </remarks>
internal sealed class CrawlFrontier(
    IFrontierStore store,
    SeedAdmission seeds,
    BatchLeasing leasing,
    BatchCommit commit,
    ClaimedLinks links,
    LeaseRecovery recovery,
    CommittedLeases committedLeases,
    WorkerRegistry workers,
    FrontierWake wake,
    IOptions<FrontierOptions> options)
{
    /// <summary>Leases per transaction: enough to share its cost, few enough that answers need not wait long.</summary>
    private const int LeasesPerTransaction = 16;

    /// <summary>Links per transaction, of a sitemap that lists more: a second's work is cut into tenths.</summary>
    private const int LinksPerTransaction = 5_000;

    private readonly FrontierOptions _options = options.Value;
    private readonly FairShare _share = new();

    /// <summary>Puts a new crawl's seeds into the frontier.</summary>
    public async Task AdmitSeedsAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        await store.RunAsync(
            async transaction =>
            {
                await seeds.AdmitAsync(transaction, crawlId);
                await transaction.WakeNeighboursAsync();
            },
            cancellationToken);
        wake.Set();
    }

    /// <summary>Commits an answer. False when its lease is gone, and nothing was changed.</summary>
    public async Task<bool> CommitAsync(HostBatchFetched answer, CancellationToken cancellationToken)
    {
        using var span = CrawlTrace.BeginCommit(answer);
        if (answer.CameAgain)
        {
            return await store.RunAsync(
                transaction => transaction.DoubtLeaseAsync(answer.LeaseId, transaction.Now + _options.WorkerLostAfter),
                cancellationToken);
        }

        var whole = await AdmitAheadAsync(await links.RedeemAsync(answer, cancellationToken), cancellationToken);
        var committed = await CommitWholeAsync(whole, cancellationToken);
        wake.Set();
        if (committed && whole.LinksReference is not null)
        {
            // Not noted: the downloader must send these links again.
            links.ReportLost(answer);
        }
        else if (committed)
        {
            committedLeases.Note(answer.CrawlId, answer.LeaseId);
        }

        await links.DiscardAsync(answer, cancellationToken);
        return committed;
    }

    /// <summary>Keeps the leases of a living downloader from lapsing.</summary>
    public async Task RenewAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        if (heartbeat.LeaseIds.Count == 0)
        {
            return;
        }

        await store.RunAsync(
            transaction => transaction.RenewLeasesAsync(
                [.. heartbeat.LeaseIds], heartbeat.Instance, transaction.Now + _options.LeaseTime),
            cancellationToken);
    }

    /// <summary>
    /// Takes back what an earlier instance of this process had leased to itself, and died with. Only for a process that
    /// is alone on its database.
    /// </summary>
    public Task ReleaseAllAsync(CancellationToken cancellationToken) => TakeBackAllAsync(died: true, cancellationToken);

    /// <summary>
    /// Takes back what is left when this process has stopped its downloader in good order: no URL comes under
    /// suspicion.
    /// </summary>
    public Task HandBackAllAsync(CancellationToken cancellationToken) =>
        TakeBackAllAsync(died: false, cancellationToken);

    /// <summary>
    /// Leases batches of ready hosts while there is room. Returns how long it is until the next host is known to become
    /// ready.
    /// </summary>
    public async Task<TimeSpan?> DispatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (pause, isAll) = await store.RunAsync(
                transaction => DispatchAsync(transaction, cancellationToken), cancellationToken);
            if (isAll)
            {
                return pause;
            }
        }
    }

    /// <summary>
    /// Returns how long it is until the next host becomes ready, and whether nothing more can be leased before. Times
    /// are the database's: the clock of this machine may go another way.
    /// </summary>
    private async ValueTask<(TimeSpan? Pause, bool IsAll)> DispatchAsync(
        IFrontierTransaction transaction, CancellationToken cancellationToken)
    {
        var window = await workers.WindowAsync(transaction.Now, cancellationToken);
        await transaction.TakeDispatchTurnAsync();
        var crawls = (await transaction.CrawlsInAsync(CrawlStates.Crawling)).Where(IsOurs).ToList();
        var inFlight = await transaction.CountLeasesAsync() - window.Stranded;
        var room = Math.Min(Math.Min(_options.MaxBatchesInFlight, window.Capacity) - inFlight, LeasesPerTransaction);
        if (crawls.Count == 0 || room <= 0)
        {
            return (null, true);
        }

        var anySolo = await AnySoloUrlAsync(transaction, crawls);
        var ready = await FindReadyAsync(transaction, crawls, room);
        var rows = await transaction.LockCountersAsync(anySolo ? [.. crawls.Select(crawl => crawl.Id)] : ready.Keys);
        var counters = rows.ToDictionary(row => row.CrawlId, row => new CounterLedger(row));
        var leased = anySolo && await LeaseSoloAsync(transaction, crawls, counters) ? 1 : 0;
        leased += await LeaseReadyAsync(transaction, crawls, counters, ready, room - leased, holdSecondLease: anySolo);
        foreach (var ledger in counters.Values.Where(ledger => ledger.Row.LastActivityAt == transaction.Now))
        {
            await transaction.SaveCountersAsync(ledger.Close());
        }

        // A crawl that has no room was left out: what is ready of it waits for an answer, not for a time.
        return (await NextReadyAsync(transaction, crawls) - transaction.Now, leased < room);
    }

    private Task<bool> CommitWholeAsync(HostBatchFetched answer, CancellationToken cancellationToken) =>
        store.RunAsync(
            async transaction =>
            {
                var committed = await commit.CommitAsync(transaction, answer);
                await transaction.WakeNeighboursAsync();
                return committed;
            },
            cancellationToken);

    /// <summary>
    /// Admits what a long sitemap lists but for the last part, and returns the answer with that alone.
    /// </summary>
    private async Task<HostBatchFetched> AdmitAheadAsync(HostBatchFetched answer, CancellationToken cancellationToken)
    {
        while (answer.Links.Count > LinksPerTransaction)
        {
            var (whole, part) = (answer, answer.Links.Take(LinksPerTransaction).ToList());
            if (!await store.RunAsync(
                transaction => commit.AdmitAheadAsync(transaction, whole, part), cancellationToken))
            {
                break;
            }

            answer = answer with { Links = [.. answer.Links.Skip(LinksPerTransaction)] };
        }

        return answer;
    }

    private async Task TakeBackAllAsync(bool died, CancellationToken cancellationToken)
    {
        var leases = await store.RunAsync(
            async transaction =>
            {
                await transaction.DropUnsentBatchesAsync();
                return await transaction.AllLeasesAsync();
            },
            cancellationToken);
        foreach (var lease in leases)
        {
            await store.RunAsync(
                transaction => recovery.ReleaseAsync(transaction, lease, died), cancellationToken);
        }
    }

    private bool IsOurs(CrawlHead crawl) => _options.OnlyCrawl is null || _options.OnlyCrawl == crawl.Id;

    /// <summary>A crawl that is not handed out holds nobody up.</summary>
    private static async ValueTask<bool> AnySoloUrlAsync(IFrontierTransaction transaction, List<CrawlHead> crawls)
    {
        if (await transaction.AnySoloUrlAsync())
        {
            foreach (var crawl in crawls)
            {
                if (await transaction.AnySoloUrlAsync(crawl.Id))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private async ValueTask<bool> LeaseSoloAsync(
        IFrontierTransaction transaction, List<CrawlHead> crawls, Dictionary<Guid, CounterLedger> counters)
    {
        if (await transaction.AnySoloLeaseAsync())
        {
            return false;
        }

        foreach (var crawl in crawls)
        {
            if (counters.TryGetValue(crawl.Id, out var ledger)
                && await leasing.LeaseSoloAsync(transaction, crawl, ledger))
            {
                return true;
            }
        }

        return false;
    }

    private static async ValueTask<Dictionary<Guid, Queue<string>>> FindReadyAsync(
        IFrontierTransaction transaction, List<CrawlHead> crawls, int room)
    {
        var ready = new Dictionary<Guid, Queue<string>>();
        foreach (var crawl in crawls)
        {
            var hosts = await transaction.ReadyHostsAsync(crawl.Id, room);
            if (hosts.Count > 0)
            {
                ready.Add(crawl.Id, new Queue<string>(hosts));
            }
        }

        return ready;
    }

    /// <summary>Leases batches of ready hosts. Takes crawls that have no room from the list.</summary>
    private async ValueTask<int> LeaseReadyAsync(
        IFrontierTransaction transaction, List<CrawlHead> crawls, Dictionary<Guid, CounterLedger> counters,
        Dictionary<Guid, Queue<string>> ready, int room, bool holdSecondLease)
    {
        _share.Enter([.. crawls.Select(crawl => crawl.Id)]);
        var leased = 0;
        while (leased < room && ready.Count > 0)
        {
            var crawl = crawls.First(candidate => candidate.Id == _share.Next(ready.Keys));
            var hosts = ready[crawl.Id];
            var urls = counters.TryGetValue(crawl.Id, out var ledger)
                ? await leasing.LeaseAsync(transaction, crawl, ledger, hosts.Dequeue(), holdSecondLease)
                : null;
            _share.Use(crawl.Id, urls ?? 0, crawl.Weight);
            leased += urls > 0 ? 1 : 0;
            if (urls is null)
            {
                crawls.Remove(crawl);
            }

            if (urls is null || hosts.Count == 0)
            {
                ready.Remove(crawl.Id);
            }
        }

        return leased;
    }

    private static async ValueTask<DateTimeOffset?> NextReadyAsync(
        IFrontierTransaction transaction, List<CrawlHead> crawls)
    {
        DateTimeOffset? next = null;
        foreach (var crawl in crawls)
        {
            var ready = await transaction.NextReadyAsync(crawl.Id);
            next = next is null || ready < next ? ready : next;
        }

        return next;
    }
}
