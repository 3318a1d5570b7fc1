using Crawler.Contracts.V1.Crawls;

namespace Crawler.Scheduler.Frontier;

/// <summary>What the frontier reads of a crawl's row.</summary>
internal sealed record CrawlHead(Guid Id, string State, EndReason? EndReason, int RowVersion, int Weight)
{
    /// <summary>URLs may be leased.</summary>
    public bool IsCrawling => State == CrawlStates.Crawling;

    /// <summary>Nothing waits any more, and nothing new is queued.</summary>
    public bool IsEnding =>
        State is CrawlStates.Draining or CrawlStates.Completed or CrawlStates.Failed or CrawlStates.Cancelled;
}
