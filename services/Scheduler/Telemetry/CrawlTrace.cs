using System.Diagnostics;

using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;
using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.Scheduler.Telemetry;

/// <summary>The Scheduler's own spans of a crawl's trace. All are null while nobody listens.</summary>
internal static class CrawlTrace
{
    /// <summary>
    /// The hand-over of a batch. A crawl that ends is one trace from its submission to its end. One that goes on for
    /// ever would make a trace without end: each of its batches begins one of its own, which refers to the crawl's.
    /// </summary>
    public static Activity? BeginDispatch(CrawlPlan plan, Lease lease, int urls)
    {
        var span = plan.IsContinuous
            ? CrawlerTelemetry.Follow("dispatch", plan.TraceParent)
            : CrawlerTelemetry.Resume("dispatch", plan.TraceParent);
        Tell(span, lease.CrawlId, lease.Host, lease.LeaseId);
        span?.SetTag("crawler.batch.urls", urls);
        return span;
    }

    public static Activity? BeginCommit(HostBatchFetched answer)
    {
        var span = CrawlerTelemetry.Spans.StartActivity("commit");
        Tell(span, answer.CrawlId, answer.Host, answer.LeaseId);
        return span;
    }

    /// <summary>What happens to a crawl while no message of its trace is being consumed.</summary>
    public static Activity? Continue(string name, CrawlPlan plan) =>
        Activity.Current is null ? CrawlerTelemetry.Resume(name, plan.TraceParent) : null;

    private static void Tell(Activity? span, Guid crawlId, string host, Guid leaseId)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("crawler.crawl.id", crawlId);
            span.SetTag("crawler.host", host);
            span.SetTag("crawler.lease.id", leaseId);
        }
    }
}
