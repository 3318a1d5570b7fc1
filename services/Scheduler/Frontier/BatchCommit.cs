using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Commits the answer to a batch: outcomes, new URLs, counts, sequence numbers and the host's pace, in one transaction.
/// </summary>
internal sealed class BatchCommit(
    CrawlPlans plans, OutcomePolicy outcomes, HostObservation observation, UrlAdmission admission, HostQueues queues)
{
    /// <summary>False when the lease is gone: the answer is late or a copy, and changes nothing.</summary>
    public async ValueTask<bool> CommitAsync(IFrontierTransaction transaction, HostBatchFetched answer)
    {
        if (await transaction.FindCrawlAsync(answer.CrawlId) is not { } crawl
            || await transaction.TakeLeaseAsync(answer.LeaseId) is not { } lease)
        {
            return false;
        }

        var urls = (await transaction.LeasedUrlsAsync(lease.LeaseId)).ToDictionary(url => UrlKey.Read(url.UrlKey));
        var host = await transaction.LockHostAsync(lease.Host);
        var counters = new CounterLedger((await transaction.LockCountersAsync(crawl.Id))!);
        var plan = await plans.GetAsync(transaction, crawl, counters.Row);
        var queue = await transaction.FindQueueAsync(crawl.Id, lease.Host) ?? throw new InvalidOperationException(
            $"Lease {lease.LeaseId} is on host '{lease.Host}', on which crawl {crawl.Id} has no queue.");

        await observation.ApplyAsync(transaction, plan, host, queue, answer);
        var batch = new BatchInCommit(plan, crawl, counters, queue, transaction.Now);
        foreach (var outcome in Complete(answer, urls))
        {
            outcomes.Apply(batch, outcome.Url, outcome.Outcome);
        }

        await transaction.SaveUrlsAsync([.. urls.Values]);
        await transaction.AddFetchesAsync(batch.Fetches);
        AddLinks(batch, answer, urls);
        await transaction.SaveQueueAsync(queue);
        await admission.AdmitAsync(transaction, batch.Plan, crawl, counters, batch.TakeFound());
        foreach (var moved in batch.Moved)
        {
            await queues.NoteDueNowAsync(transaction, batch.Plan, moved);
        }

        await HostQueues.RefreshAsync(transaction, host);
        counters.Row.LastActivityAt = transaction.Now;
        FrontierEnds.Report(transaction, plan, crawl, counters);
        await transaction.SaveCountersAsync(counters.Close());
        return true;
    }

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

    private static void AddLinks(BatchInCommit batch, HostBatchFetched answer, Dictionary<UrlKey, FrontierUrl> urls)
    {
        foreach (var link in answer.Links)
        {
            if (link.From < 0 || link.From >= answer.Outcomes.Count
                || !UrlKey.TryParse(answer.Outcomes[link.From].Key, out var from)
                || !urls.TryGetValue(from, out var parent))
            {
                continue;
            }

            batch.Find(link.Url, parent, parent.Depth + 1, hops: 0, step: 'L');
        }
    }
}
