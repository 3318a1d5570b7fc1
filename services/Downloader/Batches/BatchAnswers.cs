using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Batches;

/// <summary>Answers that need no fetch.</summary>
internal static class BatchAnswers
{
    public static UrlOutcome NotAttempted(FetchUrl url) => new() { Key = url.Key, Kind = OutcomeKind.NotAttempted };

    public static UrlOutcome Skipped(FetchUrl url, string reason) =>
        new() { Key = url.Key, Kind = OutcomeKind.Skipped, Reason = reason };

    public static UrlOutcome Failed(FetchUrl url, string reason) =>
        new() { Key = url.Key, Kind = OutcomeKind.Failed, Reason = reason };

    /// <summary>Gives every URL of a batch back.</summary>
    public static HostBatchFetched GivenBack(FetchHostBatch batch, bool cameAgain = false) => new()
    {
        CameAgain = cameAgain,
        LeaseId = batch.LeaseId,
        CrawlId = batch.CrawlId,
        Host = batch.Host,
        Outcomes = [.. batch.Urls.Select(NotAttempted)],
    };
}
