using Crawler.Contracts.V1.Fetching;

using Microsoft.Extensions.Logging;

namespace Crawler.Downloader.Batches;

/// <summary>What the work on batches logs.</summary>
internal sealed partial class BatchLog(ILogger<BatchLog> logger)
{
    private static readonly Func<ILogger, Guid, string, IDisposable?> BatchScope =
        LoggerMessage.DefineScope<Guid, string>("crawl {CrawlId} on {Host}");

    /// <summary>Until it is disposed, whatever is logged is about this batch.</summary>
    public IDisposable? Within(FetchHostBatch batch) => BatchScope(logger, batch.CrawlId, batch.Host);

    [LoggerMessage(1201, LogLevel.Error, "Fetching {Url} ended with a mistake of ours; the URL fails.")]
    public partial void Internal(Exception exception, string url);

    [LoggerMessage(1202, LogLevel.Error, "{Url} is no URL that can be fetched; it fails.")]
    public partial void NoUrl(string url);

    [LoggerMessage(1203, LogLevel.Error, "The archive cannot take {Url}; lease {LeaseId} ends here.")]
    public partial void ArchiveFailed(Exception exception, string url, Guid leaseId);

    [LoggerMessage(1204, LogLevel.Error, "The archive cannot be flushed; what lease {LeaseId} archived is given back.")]
    public partial void FlushFailed(Exception exception, Guid leaseId);

    [LoggerMessage(1205, LogLevel.Error, "The body of {Url} cannot be spooled; lease {LeaseId} ends here.")]
    public partial void SpoolFailed(Exception exception, string url, Guid leaseId);

    [LoggerMessage(1206, LogLevel.Debug, "{Url}: {Kind} {Reason} {Status} in {Duration}.")]
    public partial void Done(string url, string kind, string? reason, int? status, TimeSpan duration);

    [LoggerMessage(1207, LogLevel.Information, "{Host} is silent or asks for quiet; lease {LeaseId} ends here.")]
    public partial void HostEnded(string host, Guid leaseId);

    [LoggerMessage(1208, LogLevel.Error, "The links of lease {LeaseId} cannot be laid aside; its pages are given back.")]
    public partial void LinksFailed(Exception exception, Guid leaseId);

    [LoggerMessage(
        1209, LogLevel.Information,
        "The answer to lease {LeaseId} carries no more links: {Url} and the rest are given back.")]
    public partial void LinksFull(string url, Guid leaseId);

    [LoggerMessage(1210, LogLevel.Warning, "{Url} has {Count} links more than an answer carries; they are left out.")]
    public partial void LinksCut(string url, int count);

    public bool SaysDone => logger.IsEnabled(LogLevel.Debug);
}
