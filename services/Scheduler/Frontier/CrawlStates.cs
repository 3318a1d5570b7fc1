namespace Crawler.Scheduler.Frontier;

/// <summary>
/// The names of the crawl saga's states as they stand in rows; a test holds them against the state machine.
/// </summary>
internal static class CrawlStates
{
    public const string Submitted = nameof(Submitted);
    public const string Crawling = nameof(Crawling);
    public const string Paused = nameof(Paused);
    public const string Draining = nameof(Draining);
    public const string Completed = nameof(Completed);
    public const string Failed = nameof(Failed);
    public const string Cancelled = nameof(Cancelled);
}
