using Crawler.Persistence.Frontier;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Takes leases back that nobody will answer.</summary>
/// <remarks>
/// A process that dies may have been killed by a page. A URL with which a second process has died is leased alone, one
/// such at a time; one over which processes then die again and again is parked as Failed(Crashed). A batch that no
/// process ever claimed was lost on its way, and its URLs are beyond suspicion.
/// </remarks>
internal sealed class LeaseRecovery(CrawlPlans plans, IOptions<FrontierOptions> options)
{
    /// <summary>Most deaths have other reasons than a page, and come once.</summary>
    private const int DeathsInCompany = 2;

    private readonly FrontierOptions _options = options.Value;

    /// <summary>
    /// A lease that has run out. Its host is free one request time-out later, when a zombie's last fetch is over.
    /// </summary>
    public ValueTask LapseAsync(IFrontierTransaction transaction, Lease lease) =>
        RecoverAsync(
            transaction, lease, lease.LeasedUntil + _options.RequestTimeout, died: lease.Downloader is not null,
            onlyLapsed: true);

    /// <summary>
    /// A lease of this process, or of one that had its place, whose downloader is gone: it last fetched before now.
    /// </summary>
    public ValueTask ReleaseAsync(IFrontierTransaction transaction, Lease lease, bool died) =>
        RecoverAsync(transaction, lease, transaction.Now, died, onlyLapsed: false);

    private async ValueTask RecoverAsync(
        IFrontierTransaction transaction, Lease lease, DateTimeOffset lastStart, bool died, bool onlyLapsed)
    {
        var row = await transaction.LockCountersAsync(lease.CrawlId);
        var crawl = await transaction.FindCrawlAsync(lease.CrawlId);

        // A heartbeat may have renewed the lease since it was found.
        if (await transaction.TakeLeaseAsync(lease.LeaseId, onlyLapsed) is null || crawl is null || row is null)
        {
            return;
        }

        var host = await transaction.LockHostAsync(lease.Host);
        host.LastStartAt = host.LastStartAt > lastStart ? host.LastStartAt : lastStart;
        await transaction.SaveHostAsync(host);

        var counters = new CounterLedger(row);
        var plan = await plans.GetAsync(transaction, crawl, row);
        var queue = (await transaction.FindQueueAsync(lease.CrawlId, lease.Host))!;
        var batch = new BatchInCommit(plan, crawl, counters, queue, transaction.Now);
        var urls = await transaction.LeasedUrlsAsync(lease.LeaseId);
        foreach (var url in urls)
        {
            Recover(batch, url, died);
        }

        await transaction.SaveUrlsAsync(urls);
        await HostQueues.RefreshAsync(transaction, host);
        FrontierEnds.Report(transaction, plan, crawl, counters);
        await transaction.SaveCountersAsync(counters.Close());
    }

    private void Recover(BatchInCommit batch, FrontierUrl url, bool died)
    {
        batch.Counters.Reserve(url, -1);
        url.Crashes += died ? 1 : 0;
        url.Solo |= url.Crashes >= DeathsInCompany;
        if (url.Crashes - DeathsInCompany >= _options.MaxCrashes)
        {
            url.State = UrlState.Failed;
            url.Reason = UrlReason.Crashed;
            url.DueAt = null;
            url.Solo = false;
        }
        else
        {
            OutcomePolicy.Return(batch, url);
        }

        batch.Counters.Move(url.Kind, UrlState.Leased, null, url.State, url.Reason);
        url.LeaseId = null;
        url.LeasedFrom = null;
    }
}
