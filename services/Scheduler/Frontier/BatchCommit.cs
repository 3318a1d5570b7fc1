using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Telemetry;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Commits the answer to a batch: outcomes, new URLs, counts, sequence numbers and the host's pace, in one transaction.
/// </summary>
internal sealed class BatchCommit(
    CrawlPlans plans, OutcomePolicy outcomes, HostObservation observation, UrlAdmission admission,
    SitemapDiscovery sitemaps, HostQueues queues, FrontierMetrics metrics)
{
    /// <summary>False when the lease is gone: the answer is late or a copy, and changes nothing.</summary>
    public async ValueTask<bool> CommitAsync(IFrontierTransaction transaction, HostBatchFetched answer)
    {
        if (await transaction.LockCountersAsync(answer.CrawlId) is not { } row
            || await transaction.FindCrawlAsync(answer.CrawlId) is not { } crawl
            || await transaction.TakeLeaseAsync(answer.LeaseId) is not { } lease)
        {
            transaction.WhenCommitted(metrics.Dropped);
            return false;
        }

        var urls = (await transaction.LeasedUrlsAsync(lease.LeaseId)).ToDictionary(url => UrlKey.Read(url.UrlKey));
        var host = await transaction.LockHostAsync(lease.Host);
        var counters = new CounterLedger(row);
        var plan = await plans.GetAsync(transaction, crawl, counters.Row);
        var queue = await transaction.FindQueueAsync(crawl.Id, lease.Host) ?? throw new InvalidOperationException(
            $"Lease {lease.LeaseId} is on host '{lease.Host}', on which crawl {crawl.Id} has no queue.");

        var interval = queue.Interval;
        await observation.ApplyAsync(transaction, plan, host, queue, answer);
        var batch = new BatchInCommit(plan, crawl, counters, queue, transaction.Now)
        {
            IsRobotsUnreachable = answer.Robots.Any(
                robots => robots.Access is RobotsAccess.Unreachable or RobotsAccess.Other),
        };
        foreach (var outcome in Complete(answer, urls))
        {
            outcomes.Apply(batch, outcome.Url, outcome.Outcome);
        }

        await transaction.SaveUrlsAsync([.. urls.Values]);
        await transaction.AddFetchesAsync(batch.Fetches);
        AddLinks(batch, answer, urls);
        await SitemapDiscovery.FindAsync(transaction, batch);
        await transaction.SaveQueuesAsync(queue);
        await admission.AdmitAsync(transaction, batch.Plan, crawl, counters, batch.TakeFound());
        foreach (var extension in batch.ScopeExtensions)
        {
            await admission.AdmitSkippedAsync(transaction, batch.Plan, crawl, counters, extension);
        }

        foreach (var moved in batch.Moved)
        {
            await queues.NoteDueNowAsync(transaction, batch.Plan, moved);
        }

        await HostQueues.RefreshAsync(transaction, host);
        counters.Row.LastActivityAt = transaction.Now;
        FrontierEnds.Report(transaction, plan, crawl, counters);
        await transaction.SaveCountersAsync(counters.Close());
        Count(transaction, answer, batch, interval, lease.LeasedAt);
        return true;
    }

    /// <summary>
    /// Admits a part of what a sitemap lists in a transaction of its own, ahead of its answer: a sitemap can list more
    /// than one transaction should hold. Until the answer is committed the sitemap stays leased; if it never is, the
    /// sitemap is read again, and what is known by then stays known. False where the lease is gone, or is none of a
    /// sitemap.
    /// </summary>
    public async ValueTask<bool> AdmitAheadAsync(
        IFrontierTransaction transaction, HostBatchFetched answer, IReadOnlyList<FoundLink> part)
    {
        if (await transaction.LockCountersAsync(answer.CrawlId) is not { } row
            || await transaction.FindCrawlAsync(answer.CrawlId) is not { } crawl
            || !await transaction.HasLeaseAsync(answer.LeaseId)
            || await transaction.LeasedUrlsAsync(answer.LeaseId) is not [{ Kind: UrlKind.Sitemap } sitemap]
            || await transaction.FindQueueAsync(crawl.Id, sitemap.Host) is not { } queue)
        {
            return false;
        }

        var counters = new CounterLedger(row);
        var plan = await plans.GetAsync(transaction, crawl, row);
        var batch = new BatchInCommit(plan, crawl, counters, queue, transaction.Now);
        sitemaps.Find(batch, sitemap, part);
        await admission.AdmitAsync(transaction, plan, crawl, counters, batch.TakeFound());
        counters.Row.LastActivityAt = transaction.Now;
        await transaction.SaveCountersAsync(counters.Close());
        return true;
    }

    private void Count(
        IFrontierTransaction transaction, HostBatchFetched answer, BatchInCommit batch, TimeSpan interval,
        DateTimeOffset leasedAt)
    {
        if (metrics.IsRead)
        {
            transaction.WhenCommitted(() =>
            {
                metrics.Committed(batch.Fetches.Count, batch.Retries);
                if (answer.SinceLastStart is { } since)
                {
                    metrics.Paced(StartsOf(answer), interval, batch.Now - since - leasedAt);
                }
            });
        }
    }

    /// <summary>How often the host was asked for something.</summary>
    private static int StartsOf(HostBatchFetched answer) => answer.Robots.Count + answer.Outcomes.Count(
        outcome => outcome.Kind is not (OutcomeKind.NotAttempted or OutcomeKind.Other)
            && outcome.Reason is not (nameof(UrlReason.RobotsDenied) or nameof(UrlReason.RobotsUnreachable)));

    /// <summary>Every URL of the lease with an outcome; one that the answer leaves out was not attempted.</summary>
    private static List<(FrontierUrl Url, UrlOutcome Outcome)> Complete(
        HostBatchFetched answer, Dictionary<UrlKey, FrontierUrl> urls)
    {
        var left = new Dictionary<UrlKey, FrontierUrl>(urls);
        var all = new List<(FrontierUrl, UrlOutcome)>(urls.Count);
        foreach (var outcome in answer.Outcomes)
        {
            if (UrlKey.TryParse(outcome.Key, out var key) && left.Remove(key, out var url))
            {
                all.Add((url, outcome));
            }
        }

        foreach (var url in left.Values)
        {
            all.Add((url, new UrlOutcome { Key = "", Kind = OutcomeKind.NotAttempted }));
        }

        return all;
    }

    private void AddLinks(BatchInCommit batch, HostBatchFetched answer, Dictionary<UrlKey, FrontierUrl> urls)
    {
        if (urls.Count == 1 && urls.Values.First() is { Kind: UrlKind.Sitemap } sitemap)
        {
            sitemaps.Find(batch, sitemap, answer.Links);
            return;
        }

        foreach (var link in answer.Links)
        {
            var isAsset = link.Kind == ResourceKind.Asset;
            if (!(isAsset ? batch.Plan.TakesAssets : batch.Plan.FollowsLinks)
                || link.From < 0 || link.From >= answer.Outcomes.Count
                || !UrlKey.TryParse(answer.Outcomes[link.From].Key, out var from)
                || !urls.TryGetValue(from, out var parent))
            {
                continue;
            }

            if (isAsset)
            {
                batch.FindAsset(link.Url, parent);
            }
            else
            {
                batch.Find(link.Url, parent, parent.Depth + 1, hops: 0, step: 'L');
            }
        }
    }
}
