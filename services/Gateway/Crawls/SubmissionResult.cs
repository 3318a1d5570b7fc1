namespace Crawler.Gateway.Crawls;

/// <summary>What became of a request for a crawl.</summary>
/// <param name="CrawlId">The crawl; that of the earlier request when this one repeats it.</param>
/// <param name="IsConflict">The key was used before, for another spec.</param>
public readonly record struct SubmissionResult(Guid CrawlId, bool IsConflict);
