using System.Collections.Concurrent;
using System.Security.Cryptography;
using Crawler.Archive.Gzip;
using Crawler.Archive.Warc;

namespace Crawler.Archive.Folders;

/// <summary>Keeps fetches in WARC 1.1 files: a folder per crawl, in it a series of files per instance.</summary>
/// <remarks>
/// A file begins with a record about itself. Each fetch adds a group of records, the request, metadata where they
/// are asked for, and last the response or revisit, every record a gzip member of its own, at the end of the crawl's
/// current file. A group is whole or it is not there: a failed append is cut off at once, and what a crash leaves is
/// cut off before the file is next appended to, or by others once its instance is known to be dead
/// (<see cref="DeadInstances"/>). No instance touches the files of another that lives, so that several may share a
/// root; two processes of one name may not, and the second fails at its first append.
/// </remarks>
public sealed class FolderArchiveStore : IArchiveStore
{
    /// <summary>
    /// Crawls whose files are closed are remembered nevertheless, for a file that was closed here needs no look at its
    /// end when it is opened again.
    /// </summary>
    private const int MaxClosed = 256;

    private readonly ConcurrentDictionary<Guid, CrawlFiles> _crawls = new();
    private readonly string _root;
    private readonly ArchiveOptions _options;
    private readonly string _instance;
    private readonly TimeProvider _time;

    /// <summary>Compressing more at a time than there are processors would hold memory for it and gain nothing.</summary>
    private readonly SemaphoreSlim _compressing = new(Environment.ProcessorCount);

    private readonly Lock _claiming = new();
    private readonly CancellationTokenSource _end = new();
    private FileStream? _claim;
    private Task _mending = Task.CompletedTask;
    private long _uses;
    private int _tidying;

    /// <param name="root">The archive's folder; created where it is not there.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="instance">
    /// This process among those that share the root: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.
    /// </param>
    /// <param name="time">Names and dates the files.</param>
    public FolderArchiveStore(string root, ArchiveOptions options, string instance, TimeProvider time)
    {
        CrawlFileName.RequireInstance(instance);
        _root = Path.GetFullPath(root);
        _options = options;
        _instance = instance;
        _time = time;
    }

    /// <summary>How many crawls it remembers.</summary>
    internal int Crawls => _crawls.Count;

    public async ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken)
    {
        RequireUrl(fetch.TargetUrl);
        RequireUrl(fetch.RevisitOf?.TargetUrl ?? fetch.TargetUrl);
        if (fetch.PayloadSha256 is { Length: not SHA256.HashSizeInBytes })
        {
            throw new ArgumentException("A SHA-256 has 32 bytes.", nameof(fetch));
        }

        ClaimInstance();
        var records = await FetchRecords.CreateAsync(
            _options.Metadata ? fetch : fetch with { Metadata = [] }, cancellationToken);

        await using IRecordPair pair = records.Body.Length <= _options.MaxBufferedBodyBytes
            ? await BufferAsync(records, fetch.RobotsObeyed, cancellationToken)
            : new StreamedPair(records, fetch.RobotsObeyed, _options.Compression);

        ArchivePointer? location = null;
        while (location is null)
        {
            var files = Files(fetch.CrawlId);
            files.LastUse = Interlocked.Increment(ref _uses);
            location = await files.AppendAsync(pair, cancellationToken);
        }

        await TidyAsync(cancellationToken);

        return location;
    }

    public ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken) =>
        _crawls.TryGetValue(crawlId, out var files) ? files.FlushAsync(cancellationToken) : ValueTask.CompletedTask;

    public async ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken)
    {
        if (await OpenAsync(location) is not { } member)
        {
            return null;
        }

        var reader = new WarcReader(member);
        try
        {
            return await ResponseReading.ReadAsync(reader, cancellationToken);
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <returns>
    /// The whole record as WARC has it, uncompressed, to be read asynchronously; null where its file is no longer kept.
    /// </returns>
    /// <exception cref="InvalidDataException">The file has no such place.</exception>
    public async ValueTask<Stream?> ReadRecordAsync(ArchivePointer location) =>
        await OpenAsync(location) is { } member ? new GzipMembersStream(member) : null;

    public async ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var files = Files(crawlId);
        await files.DeleteAsync(cancellationToken);
        await ForgetAsync(crawlId, files, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        foreach (var files in _crawls.Values)
        {
            await files.DisposeAsync();
        }

        await _mending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _compressing.Dispose();
        if (_claim is not null)
        {
            // Nothing here is torn. Whoever waits for the lock sees that its file is gone.
            if (File.Exists(_claim.Name))
            {
                File.Delete(_claim.Name);
            }

            await _claim.DisposeAsync();
        }
    }

    private async ValueTask<BufferedPair> BufferAsync(
        FetchRecords records, bool robotsObeyed, CancellationToken cancellationToken)
    {
        await _compressing.WaitAsync(cancellationToken);
        try
        {
            return await BufferedPair.CreateAsync(records, robotsObeyed, _options.Compression, cancellationToken);
        }
        finally
        {
            _compressing.Release();
        }
    }

    private static void RequireUrl(string url)
    {
        if (url.Length == 0 || url.Any(c => c <= ' ' || c == 0x7F))
        {
            throw new ArgumentException("A target URL has no blanks and no control characters.", nameof(url));
        }
    }

    /// <summary>Holds a lock of the operating system for as long as the store lives, and the process.</summary>
    private void ClaimInstance()
    {
        lock (_claiming)
        {
            if (_claim is not null)
            {
                return;
            }

            Directory.CreateDirectory(_root);
            var path = DeadInstances.LockOf(_root, _instance);
            var claim = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (!File.Exists(path))
            {
                claim.Dispose();
                throw new IOException($"The lock of {_instance} was removed while it was taken.");
            }

            _claim = claim;
            _mending = Task.Run(
                () => DeadInstances.MendAsync(_root, _instance, _time, _end.Token), CancellationToken.None);
        }
    }

    private CrawlFiles Files(Guid crawlId) => _crawls.GetOrAdd(
        crawlId,
        id => new CrawlFiles(id, Path.Combine(_root, id.ToString("D")), _instance, _options, _time));

    /// <summary>
    /// A pointer comes over the wire: it names a file of a crawl, and nothing else that the process could read.
    /// </summary>
    private string PathOf(ArchivePointer location)
    {
        var (crawlId, name) = CrawlFileName.Split(location.File);

        return Path.Combine(_root, crawlId.ToString("D"), name);
    }

    private async ValueTask<SliceStream?> OpenAsync(ArchivePointer location)
    {
        var path = PathOf(location);
        if (!File.Exists(path))
        {
            return null;
        }

        const FileShare withWriters = FileShare.ReadWrite | FileShare.Delete;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, withWriters, bufferSize: 0, useAsync: true);
        if (location.Offset < 0 || location.Length <= 0 || location.Offset > file.Length - location.Length)
        {
            await file.DisposeAsync();
            throw new InvalidDataException($"{location.File} has no bytes {location.Offset}+{location.Length}.");
        }

        return new SliceStream(file, location.Offset, location.Length);
    }

    /// <summary>Closes files where many are open, and forgets crawls where many are closed.</summary>
    private async ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        if (_crawls.Count <= _options.MaxOpenFiles || Interlocked.Exchange(ref _tidying, 1) == 1)
        {
            return;
        }

        try
        {
            while (_crawls.Select(crawl => crawl.Value).Where(files => files.IsOpen).ToList() is var open
                && open.Count > _options.MaxOpenFiles)
            {
                await open.MinBy(files => files.LastUse)!.CloseAsync(cancellationToken);
            }

            // Half of them at once, so that not every append has to choose.
            if (_crawls.Count > _options.MaxOpenFiles + MaxClosed)
            {
                foreach (var (crawlId, files) in _crawls.Where(crawl => !crawl.Value.IsOpen)
                    .OrderBy(crawl => crawl.Value.LastUse).Take(MaxClosed / 2).ToList())
                {
                    await ForgetAsync(crawlId, files, cancellationToken);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _tidying, 0);
        }
    }

    private async ValueTask ForgetAsync(Guid crawlId, CrawlFiles files, CancellationToken cancellationToken)
    {
        if (await files.TryRetireAsync(cancellationToken))
        {
            _crawls.TryRemove(new(crawlId, files));
        }
    }
}
