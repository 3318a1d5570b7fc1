using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Ends the waiting of many URLs, in chunks that are transactions of their own and can be taken up again.
/// </summary>
internal sealed class Retirement(IFrontierStore store, CrawlPlans plans)
{
    /// <summary>URLs per transaction: short enough that nobody else waits for long.</summary>
    private const int Chunk = 1_000;

    /// <summary>Skips everything that waits, and tells once nothing is leased either.</summary>
    public async Task DrainAsync(Guid crawlId, EndReason reason, CancellationToken cancellationToken)
    {
        var retired = Chunk;
        while (retired == Chunk)
        {
            retired = await store.RunAsync(
                transaction => DrainAsync(transaction, crawlId, reason), cancellationToken);
        }
    }

    /// <summary>Fails everything that waits on hosts that the crawl has given up.</summary>
    public async Task RetireGivenUpAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        while (await store.RunAsync(
            transaction => RetireGivenUpAsync(transaction, crawlId), cancellationToken))
        {
            // One host, or a part of its URLs, at a time.
        }
    }

    /// <summary>
    /// Skips what was never stored, once a continuous crawl has stored as many pages as it may: their number only
    /// grows.
    /// </summary>
    public async Task RetireBeyondLimitAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var retired = Chunk;
        while (retired == Chunk)
        {
            retired = await store.RunAsync(
                transaction => RetireBeyondLimitAsync(transaction, crawlId), cancellationToken);
        }
    }

    /// <summary>Returns how many URLs were retired: fewer than a chunk when there are no more.</summary>
    private async ValueTask<int> DrainAsync(IFrontierTransaction transaction, Guid crawlId, EndReason reason)
    {
        if (await transaction.LockCountersAsync(crawlId) is not { } row
            || await transaction.FindCrawlAsync(crawlId) is not { State: CrawlStates.Draining } crawl)
        {
            return 0;
        }

        var retired = await RetireAsync(transaction, crawl, row, host: null, UrlAdmission.ReasonOf(reason));
        if (retired < Chunk)
        {
            await transaction.ForgetDueAsync(crawlId, host: null);
        }

        return retired;
    }

    /// <summary>False when no host that was given up holds URLs that wait.</summary>
    private async ValueTask<bool> RetireGivenUpAsync(IFrontierTransaction transaction, Guid crawlId)
    {
        if (await transaction.LockCountersAsync(crawlId) is not { } row
            || await transaction.FindCrawlAsync(crawlId) is not { } crawl
            || await transaction.GivenUpQueuesAsync(crawlId, limit: 1) is not [var queue])
        {
            return false;
        }

        var host = await transaction.LockHostAsync(queue.Host);
        if (await RetireAsync(transaction, crawl, row, queue.Host, queue.GivenUp!.Value) < Chunk)
        {
            await transaction.ForgetDueAsync(crawlId, queue.Host);
        }

        await HostQueues.RefreshAsync(transaction, host);
        return true;
    }

    private async ValueTask<int> RetireBeyondLimitAsync(IFrontierTransaction transaction, Guid crawlId) =>
        await transaction.LockCountersAsync(crawlId) is { Queued: > 0 } row
        && await transaction.FindCrawlAsync(crawlId) is { } crawl
        && await plans.GetAsync(transaction, crawl, row) is { IsContinuous: true } plan
        && row.Stored >= plan.Spec.Limits.Pages
            ? await RetireAsync(transaction, crawl, row, host: null, UrlReason.PageLimit, unstoredOnly: true)
            : 0;

    private async ValueTask<int> RetireAsync(
        IFrontierTransaction transaction, CrawlHead crawl, CrawlCounters row, string? host, UrlReason reason,
        bool unstoredOnly = false)
    {
        var counters = new CounterLedger(row);
        var plan = await plans.GetAsync(transaction, crawl, row);
        var retired = await transaction.RetireQueuedAsync(crawl.Id, host, reason, Chunk, unstoredOnly);
        var state = UrlReasons.StateOf(reason);
        counters.Move(UrlKind.Page, UrlState.Queued, null, state, reason, retired.Pages);
        counters.Move(UrlKind.Sitemap, UrlState.Queued, null, state, reason, retired.Sitemaps);
        FrontierEnds.Report(transaction, plan, crawl, counters);
        await transaction.SaveCountersAsync(counters.Close());
        return retired.Count;
    }
}
