using Crawler.Contracts.V1.Crawls;
using Crawler.Scheduler.Telemetry;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Tells the saga, in the transaction that brings it about, that a crawl's frontier is empty or a limit is reached.
/// </summary>
internal static class FrontierEnds
{
    /// <summary>Whether nothing can happen to the crawl any more.</summary>
    public static bool IsDrained(CrawlPlan plan, CrawlHead crawl, CounterLedger counters) =>
        counters.IsEmpty && (crawl.IsEnding || !plan.IsContinuous || counters.Row.Stored == 0);

    public static void Report(IFrontierTransaction transaction, CrawlPlan plan, CrawlHead crawl, CounterLedger counters)
    {
        if (IsDrained(plan, crawl, counters))
        {
            using var span = CrawlTrace.Continue("frontier drained", plan);
            transaction.Publish(new FrontierDrained { CrawlId = crawl.Id, Counts = counters.Snapshot() });
        }
        else if (!crawl.IsEnding && counters.Row.LimitReported is null && ReachedLimit(plan, counters) is { } limit)
        {
            using var span = CrawlTrace.Continue("limit reached", plan);
            counters.Row.LimitReported = limit.ToString();
            transaction.Publish(new LimitReached { CrawlId = crawl.Id, Reason = limit });
        }
    }

    private static EndReason? ReachedLimit(CrawlPlan plan, CounterLedger counters)
    {
        var limits = plan.Spec.Limits;
        if (!plan.IsContinuous && counters.Row.Stored >= limits.Pages)
        {
            return EndReason.PageLimit;
        }

        return counters.Row.Bytes >= limits.Bytes ? EndReason.ByteLimit : null;
    }
}
