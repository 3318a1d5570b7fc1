using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Telemetry;
using Crawler.Scheduler.Workers;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Finds in the rows what no message will bring any more, and sends or does it.</summary>
/// <remarks>
/// A message may be lost between a commit and its consumer. Whatever a row says is due is therefore derived from it
/// again: lapsed leases, seeds not yet admitted, frontiers that are empty, crawls whose time is over, hosts that refuse
/// for too long.
/// </remarks>
internal sealed class FrontierSweep(
    IFrontierStore store,
    CrawlPlans plans,
    LeaseRecovery recovery,
    Retirement retirement,
    OrphanSweep orphans,
    WorkerRegistry workers,
    FrontierWake wake,
    IOptions<FrontierOptions> options)
{
    /// <summary>How long a message may be on its way before it is taken for lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Longer than any redelivery: a copy of a message that comes later is not known as one.</summary>
    private static readonly TimeSpan InboxWindow = TimeSpan.FromHours(24);

    private readonly FrontierOptions _options = options.Value;

    /// <summary>
    /// By crawl and message: a crawl whose seeds were just sent for again may be overdue all the same.
    /// </summary>
    private readonly Dictionary<(Guid CrawlId, Type Message), DateTimeOffset> _rederived = [];
    private DateTimeOffset _trimmedAt;

    /// <summary>Sweeps, unless another Scheduler does so at this moment.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var turn = await store.TakeTurnAsync(DatabaseTurn.Sweep, waits: false, cancellationToken);
        if (turn is null)
        {
            return;
        }

        await RecoverLapsedAsync(cancellationToken);
        await GiveUpHostsAsync(cancellationToken);
        var crawls = await RederiveAsync(cancellationToken);
        foreach (var crawl in crawls)
        {
            await retirement.RetireGivenUpAsync(crawl, cancellationToken);
            await retirement.RetireBeyondLimitAsync(crawl, cancellationToken);
        }

        await orphans.SweepAsync(cancellationToken);
    }

    private async Task RecoverLapsedAsync(CancellationToken cancellationToken)
    {
        var lapsed = await store.RunAsync(
            async transaction =>
            {
                if (transaction.Now - _trimmedAt > TimeSpan.FromMinutes(10))
                {
                    await transaction.TrimInboxAsync(transaction.Now - InboxWindow);
                    _trimmedAt = transaction.Now;
                }

                // Heartbeats that did not come in could not renew a lease.
                return workers.MissesTheLost ? await transaction.LapsedLeasesAsync(limit: 100) : [];
            },
            cancellationToken);
        foreach (var lease in lapsed)
        {
            await store.RunAsync(transaction => recovery.LapseAsync(transaction, lease), cancellationToken);
        }

        if (lapsed.Count > 0)
        {
            wake.Set();
        }
    }

    /// <summary>
    /// No crawl waits for ever: a host that has refused for too long is given up by every crawl on it.
    /// </summary>
    private async Task GiveUpHostsAsync(CancellationToken cancellationToken)
    {
        var hosts = await store.RunAsync(
            transaction => transaction.RefusingHostsAsync(transaction.Now - _options.MaxHostWait), cancellationToken);
        foreach (var host in hosts)
        {
            await store.RunAsync(transaction => GiveUpAsync(transaction, host.Host), cancellationToken);
        }
    }

    private async ValueTask GiveUpAsync(IFrontierTransaction transaction, string name)
    {
        var host = await transaction.LockHostAsync(name);
        if (host.UnavailableSince is null || host.UnavailableSince > transaction.Now - _options.MaxHostWait)
        {
            return;
        }

        foreach (var queue in await transaction.QueuesOfAsync(name))
        {
            if (queue.GivenUp is null
                && (queue.NextDueAt is not null || await transaction.AnySoloUrlAsync(queue.CrawlId, queue.Host)))
            {
                queue.GivenUp = host.BlockReason ?? UrlReason.Throttled;
                queue.ReadyAt = null;
                await transaction.SaveQueuesAsync(queue);
            }
        }
    }

    /// <summary>
    /// Sends again what may be lost. Returns the crawls that run, which may hold URLs that nobody will fetch.
    /// </summary>
    private async Task<IReadOnlyList<Guid>> RederiveAsync(CancellationToken cancellationToken)
    {
        var crawls = await store.RunAsync(RederiveAsync, cancellationToken);
        foreach (var crawl in crawls)
        {
            await store.RunAsync(transaction => RederiveAsync(transaction, crawl), cancellationToken);
        }

        return crawls;
    }

    private async ValueTask<IReadOnlyList<Guid>> RederiveAsync(IFrontierTransaction transaction)
    {
        var before = transaction.Now - Patience;
        foreach (var lost in await transaction.LostSubmissionsAsync(before))
        {
            if (IsTime(lost.CrawlId, typeof(SubmitCrawl), transaction.Now))
            {
                var spec = JsonSerializer.Deserialize<CrawlSpec>(lost.Spec, CrawlerJson.Options)!;
                transaction.Publish(
                    new SubmitCrawl { CrawlId = lost.CrawlId, Spec = spec, SubmittedAt = lost.SubmittedAt });
            }
        }

        foreach (var overdue in await transaction.OverdueCrawlsAsync())
        {
            if (IsTime(overdue.Id, typeof(LimitReached), transaction.Now))
            {
                using var span = CrawlTrace.Continue("deadline", await transaction.ReadTraceParentAsync(overdue.Id));
                transaction.Publish(new LimitReached { CrawlId = overdue.Id, Reason = EndReason.DurationLimit });
            }
        }

        var crawls = await transaction.CrawlsInAsync(
            CrawlStates.Submitted, CrawlStates.Crawling, CrawlStates.Paused, CrawlStates.Draining);
        return [.. crawls.Select(crawl => crawl.Id)];
    }

    private async ValueTask RederiveAsync(IFrontierTransaction transaction, Guid crawlId)
    {
        var row = await transaction.LockCountersAsync(crawlId);
        if (await transaction.FindCrawlAsync(crawlId) is not { } crawl)
        {
            return;
        }

        if (row is null)
        {
            if (IsTime(crawl.Id, typeof(AdmitSeeds), transaction.Now))
            {
                transaction.Publish(new AdmitSeeds { CrawlId = crawl.Id });
            }

            return;
        }

        var counters = new CounterLedger(row);
        var plan = await plans.GetAsync(transaction, crawl, row);
        if (await IsIdleAsync(transaction, plan, crawl, counters))
        {
            using var span = CrawlTrace.Continue("idle", plan.TraceParent);
            row.LimitReported = nameof(EndReason.Idle);
            await transaction.SaveCountersAsync(row);
            transaction.Publish(new LimitReached { CrawlId = crawl.Id, Reason = EndReason.Idle });
            _rederived[(crawl.Id, typeof(FrontierDrained))] = transaction.Now;
            return;
        }

        if (row.LastActivityAt > transaction.Now - Patience || !IsStuck(plan, crawl, counters)
            || !IsTime(crawl.Id, typeof(FrontierDrained), transaction.Now))
        {
            return;
        }

        using var again = CrawlTrace.Continue("tell again", plan.TraceParent);
        if (crawl.State == CrawlStates.Submitted)
        {
            transaction.Publish(new SeedsAdmitted { CrawlId = crawl.Id });
        }

        if (FrontierEnds.IsDrained(plan, crawl, counters))
        {
            transaction.Publish(new FrontierDrained { CrawlId = crawl.Id, Counts = counters.Snapshot() });
        }
        else if (crawl.State == CrawlStates.Draining)
        {
            transaction.Publish(
                new DrainFrontier { CrawlId = crawl.Id, Reason = crawl.EndReason ?? EndReason.Internal });
        }
        else if (Enum.TryParse<EndReason>(row.LimitReported, out var limit))
        {
            transaction.Publish(new LimitReached { CrawlId = crawl.Id, Reason = limit });
        }
    }

    /// <summary>The rows say that a message should have moved this crawl on.</summary>
    private static bool IsStuck(CrawlPlan plan, CrawlHead crawl, CounterLedger counters) =>
        crawl.State is CrawlStates.Submitted or CrawlStates.Draining
        || counters.Row.LimitReported is not null
        || FrontierEnds.IsDrained(plan, crawl, counters);

    private static async ValueTask<bool> IsIdleAsync(
        IFrontierTransaction transaction, CrawlPlan plan, CrawlHead crawl, CounterLedger counters)
    {
        if (plan.Spec.Continuous?.StopWhenIdleFor is not { } idle || !crawl.IsCrawling || counters.Row.Leased > 0
            || counters.SitemapsIn(UrlState.Leased) > 0
            || counters.Row.LimitReported is not null || counters.Row.LastActivityAt + idle > transaction.Now)
        {
            return false;
        }

        var due = await transaction.EarliestDueAsync(crawl.Id);
        return due is null || due > transaction.Now;
    }

    private bool IsTime(Guid crawlId, Type message, DateTimeOffset now)
    {
        if (_rederived.TryGetValue((crawlId, message), out var last) && last + Patience > now)
        {
            return false;
        }

        if (_rederived.Count > 10_000)
        {
            _rederived.Clear();
        }

        _rederived[(crawlId, message)] = now;
        return true;
    }
}
