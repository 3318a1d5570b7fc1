using Microsoft.Extensions.Logging;

namespace Crawler.Downloader.Batches;

/// <summary>What the work on batches logs.</summary>
internal sealed partial class BatchLog(ILogger<BatchLog> logger)
{
    [LoggerMessage(1201, LogLevel.Error, "Fetching {Url} ended with a mistake of ours; the URL fails.")]
    public partial void Internal(Exception exception, string url);

    [LoggerMessage(1202, LogLevel.Error, "{Url} is no URL that can be fetched; it fails.")]
    public partial void NoUrl(string url);

    [LoggerMessage(1203, LogLevel.Error, "The archive cannot be written; {Url} and the rest of lease {LeaseId} are given back.")]
    public partial void ArchiveFailed(Exception exception, string url, Guid leaseId);

    [LoggerMessage(1204, LogLevel.Error, "The archive cannot be flushed; what lease {LeaseId} archived is given back.")]
    public partial void FlushFailed(Exception exception, Guid leaseId);

    [LoggerMessage(1205, LogLevel.Error, "A body cannot be spooled; {Url} and the rest of lease {LeaseId} are given back.")]
    public partial void SpoolFailed(Exception exception, string url, Guid leaseId);

    [LoggerMessage(1206, LogLevel.Debug, "{Url}: {Kind} {Reason} {Status} in {Duration}.")]
    public partial void Done(string url, string kind, string? reason, int? status, TimeSpan duration);

    [LoggerMessage(1207, LogLevel.Information, "{Host} answers nothing or asks for quiet; the rest of lease {LeaseId} is given back.")]
    public partial void HostEnded(string host, Guid leaseId);

    public bool SaysDone => logger.IsEnabled(LogLevel.Debug);
}
