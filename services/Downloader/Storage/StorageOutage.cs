using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Telemetry;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Storage;

/// <summary>Keeps a process that cannot keep pages from fetching them.</summary>
/// <remarks>
/// A page that cannot be kept is given back, which costs it nothing, and is soon leased again. A full disk or a bucket
/// that is away would so have sites asked for the same pages without end. While a storage fails
/// (<see cref="StorageSpell"/>) batches that need it are therefore given back before their host is asked anything;
/// after a moment, so that they do not go round as fast as the database can lease them, nor all to the one process that
/// is ill.
/// </remarks>
internal sealed partial class StorageOutage
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly StorageSpell _archive;
    private readonly StorageSpell _spool;
    private readonly TimeSpan _hold;
    private readonly DownloaderMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<StorageOutage> _logger;

    public StorageOutage(
        IOptions<DownloaderOptions> options, DownloaderMetrics metrics, TimeProvider time,
        ILogger<StorageOutage> logger)
    {
        var (first, longest) = (options.Value.StorageRetryDelay, options.Value.MaxStorageRetryDelay);
        _archive = new StorageSpell(first, longest, time);
        _spool = new StorageSpell(first, longest, time);
        _hold = first < LongestHold ? first : LongestHold;
        (_metrics, _time, _logger) = (metrics, time, logger);
    }

    /// <summary>The storages that fail.</summary>
    public IReadOnlyList<StorageKind> Failing
    {
        get
        {
            lock (_lock)
            {
                return [.. Enum.GetValues<StorageKind>().Where(kind => Spell(kind).IsOn)];
            }
        }
    }

    /// <summary>Whether a batch may be begun. One that was is ended with <see cref="End"/>.</summary>
    public bool Admits(FetchHostBatch batch)
    {
        lock (_lock)
        {
            if (!_spool.Admits(batch.LeaseId))
            {
                return false;
            }

            if (!batch.Archive || _archive.Admits(batch.LeaseId))
            {
                return true;
            }

            _spool.End(batch.LeaseId, hasStored: false);
            return false;
        }
    }

    /// <summary>The moment that a batch which is not admitted waits.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken) =>
        await Task.Delay(_hold, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A batch that was begun could not lay something down.</summary>
    public void Fail(StorageKind kind, FetchHostBatch batch, Exception exception)
    {
        _metrics.StorageFailed(kind);
        lock (_lock)
        {
            if (!Spell(kind).Fail(batch.LeaseId))
            {
                return;
            }
        }

        LogBegun(exception, kind);
    }

    /// <summary>A batch is over.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="hasArchived">Whether something of it lies in the archive.</param>
    public void End(FetchHostBatch batch, bool hasArchived)
    {
        bool archiveIsWell;
        bool spoolIsWell;
        lock (_lock)
        {
            archiveIsWell = _archive.End(batch.LeaseId, hasArchived);

            // That a batch needed no file cannot be told from a file that it could have.
            spoolIsWell = _spool.End(batch.LeaseId, hasStored: true);
        }

        if (archiveIsWell)
        {
            LogOver(StorageKind.Archive);
        }

        if (spoolIsWell)
        {
            LogOver(StorageKind.Spool);
        }
    }

    private StorageSpell Spell(StorageKind kind) => kind == StorageKind.Archive ? _archive : _spool;

    [LoggerMessage(
        1401, LogLevel.Error,
        "{Storage} fails: batches that need it are given back unfetched, but for one now and then that tries.")]
    private partial void LogBegun(Exception exception, StorageKind storage);

    [LoggerMessage(1402, LogLevel.Warning, "{Storage} takes pages again.")]
    private partial void LogOver(StorageKind storage);
}
