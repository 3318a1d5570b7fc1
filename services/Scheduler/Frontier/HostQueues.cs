using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>Keeps <see cref="HostQueue.ReadyAt"/> true after every change of a host, its leases or its URLs.</summary>
internal sealed class HostQueues(PolitenessPolicy politeness)
{
    /// <summary>
    /// Makes sure that a crawl has a queue on a host, and that the queue knows of a URL that is due now.
    /// </summary>
    public async ValueTask NoteDueNowAsync(IFrontierTransaction transaction, CrawlPlan plan, string host) =>
        await NoteDueNowAsync(transaction, plan, host, await transaction.FindQueueAsync(plan.CrawlId, host));

    /// <summary>The same for a host of which the crawl's queue is known, or that there is none.</summary>
    public async ValueTask NoteDueNowAsync(
        IFrontierTransaction transaction, CrawlPlan plan, string host, HostQueue? queue)
    {
        if (queue is null)
        {
            var ledger = await BeginWaitAsync(transaction, host);
            await transaction.AddQueueAsync(new HostQueue
            {
                CrawlId = plan.CrawlId,
                Host = host,
                Interval = politeness.IntervalOf(plan, ledger, await transaction.RobotsOfAsync(host)),
                PerHost = plan.Spec.Politeness.PerHost,
            });
            await RefreshAsync(transaction, ledger);
        }
        else if (queue.NextDueAt is null || queue.NextDueAt > transaction.Now)
        {
            await RefreshAsync(transaction, await BeginWaitAsync(transaction, host));
        }
    }

    /// <summary>
    /// The host's ledger. Where nobody waited for the host, the time for which it has refused begins anew: otherwise a
    /// crawl that meets a host which refused long ago would give it up without having asked.
    /// </summary>
    private static async ValueTask<HostLedger> BeginWaitAsync(IFrontierTransaction transaction, string host)
    {
        var ledger = await transaction.LockHostAsync(host);
        if (ledger.UnavailableSince is not null
            && (await transaction.LeasesOfAsync(host)).Count == 0
            && (await transaction.QueuesOfAsync(host)).All(queue => queue.NextDueAt is null))
        {
            ledger.UnavailableSince = null;
            await transaction.SaveHostAsync(ledger);
        }

        return ledger;
    }

    /// <summary>Works out anew when each crawl's queue on a host is ready.</summary>
    public static async ValueTask RefreshAsync(IFrontierTransaction transaction, HostLedger host)
    {
        var queues = await transaction.QueuesOfAsync(host.Host);
        var leases = await transaction.LeasesOfAsync(host.Host);
        await transaction.SaveQueuesAsync([.. await WorkOutAsync(transaction, host, queues, leases)]);
    }

    /// <summary>
    /// Works out when each of a host's queues is ready, with the leases that there are by now. Returns the queues that
    /// have changed, and are to be saved.
    /// </summary>
    public static async ValueTask<HashSet<HostQueue>> WorkOutAsync(
        IFrontierTransaction transaction, HostLedger host, IReadOnlyList<HostQueue> queues,
        IReadOnlyList<Lease> leases)
    {
        var due = await transaction.NextDueAsync(queues);
        var changed = new HashSet<HostQueue>();
        for (var i = 0; i < queues.Count; i++)
        {
            if (queues[i].NextDueAt != due[i])
            {
                queues[i].NextDueAt = due[i];
                changed.Add(queues[i]);
            }
        }

        foreach (var queue in queues)
        {
            var readyAt = PolitenessPolicy.ReadyAt(queue, host, leases, queues, transaction.Now);
            if (queue.ReadyAt != readyAt)
            {
                queue.ReadyAt = readyAt;
                changed.Add(queue);
            }
        }

        return changed;
    }
}
