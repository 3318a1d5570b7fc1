using System.Collections.Concurrent;
using Crawler.Archive.Folders;
using Crawler.Archive.Warc;

namespace Crawler.Archive.S3;

/// <summary>Keeps fetches in WARC 1.1 files, the objects of a bucket.</summary>
/// <remarks>
/// Fetches are written to a file of a spool folder first. A flush closes the files that its crawl's fetches went to and
/// sends them, under the names that a folder archive would give them; batches that flush at the same time share a file. A
/// file that could not be sent stays in the spool, and every later flush of its crawl sends it again or fails: no pointer
/// is told to others before its object is there. What a process that died had not sent, nobody points to. Where much is
/// kept unsent, of whatever crawl, an append sends it all first, and fails where that fails.
/// </remarks>
public sealed class S3ArchiveStore : IArchiveStore
{
    private const int MaxMemoryBytes = 1 << 20;
    private const int CopyBytes = 64 * 1024;

    private readonly ConcurrentDictionary<Guid, SpooledCrawl> _crawls = new();
    private readonly S3Bucket _bucket;
    private readonly ArchiveOptions _spoolOptions;
    private readonly string _spool;
    private readonly string _instance;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _makingRoom = new(1, 1);
    private readonly long _maxUnsent;
    private FileStream? _spoolLock;
    private int _spools;
    private long _unsent;

    /// <param name="bucket">Where files are sent.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="instance">This process among those that share the bucket, as for a folder.</param>
    /// <param name="time">Names and dates the files.</param>
    public S3ArchiveStore(S3Bucket bucket, ArchiveOptions options, string instance, TimeProvider time)
    {
        CrawlFileName.RequireInstance(instance);
        _bucket = bucket;
        _spoolOptions = new ArchiveOptions
        {
            Metadata = options.Metadata,
            MaxFileBytes = options.MaxFileBytes,
            Compression = options.Compression,
            MaxBufferedBodyBytes = options.MaxBufferedBodyBytes,

            // What is not sent is lost with the process anyway.
            FlushToDisk = false,
        };
        _maxUnsent = options.S3.MaxUnsentBytes;
        _instance = instance;
        _time = time;
        _spool = Path.Combine(
            options.S3.SpoolFolder ?? Path.Combine(Path.GetTempPath(), "crawler-archive-spool"), instance);
    }

    /// <summary>How many crawls have something that is not sent.</summary>
    internal int Crawls => _crawls.Count;

    public async ValueTask<ArchivePointer> AppendAsync(ArchivedFetch fetch, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(cancellationToken);
        var spool = Enter(fetch.CrawlId);
        try
        {
            var location = await spool.Files.AppendAsync(fetch, cancellationToken);
            Interlocked.Add(ref _unsent, spool.Note(location));
            return location;
        }
        finally
        {
            spool.Leave();
        }
    }

    public async ValueTask FlushAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        if (!_crawls.TryGetValue(crawlId, out var crawl))
        {
            // All of it is sent.
            return;
        }

        foreach (var spool in crawl.Seal())
        {
            await spool.SendAsync(_bucket, cancellationToken);
            Remove(crawl, spool);
        }

        if (crawl.TryRetire())
        {
            _crawls.TryRemove(new(crawlId, crawl));
        }
    }

    public async ValueTask<ArchivedResponse?> ReadAsync(ArchivePointer location, CancellationToken cancellationToken)
    {
        _ = CrawlFileName.Split(location.File);
        if (location.Offset < 0 || location.Length <= 0)
        {
            throw new InvalidDataException($"{location.File} has no bytes {location.Offset}+{location.Length}.");
        }

        if (await OpenAsync(location, cancellationToken) is not { } member)
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

    public async ValueTask DeleteCrawlAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        if (_crawls.TryRemove(crawlId, out var crawl))
        {
            foreach (var spool in crawl.Seal())
            {
                await spool.DiscardAsync();
                Remove(crawl, spool);
            }

            crawl.TryRetire();
        }

        await _bucket.DeleteAllAsync($"{crawlId:D}/", cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in _crawls.Values.SelectMany(crawl => crawl.Seal()))
        {
            await spool.DiscardAsync();
        }

        if (_spoolLock is not null)
        {
            if (Directory.Exists(_spool))
            {
                Directory.Delete(_spool, recursive: true);
            }

            await _spoolLock.DisposeAsync();
        }

        _makingRoom.Dispose();
    }

    /// <summary>A record's member is brought here as a whole, because it is not read in one direction alone.</summary>
    private async ValueTask<Stream?> OpenAsync(ArchivePointer location, CancellationToken cancellationToken)
    {
        await using var part = await _bucket.GetAsync(
            location.File, location.Offset, location.Length, cancellationToken);
        if (part is null)
        {
            return null;
        }

        Stream member = location.Length <= MaxMemoryBytes
            ? new MemoryStream((int)location.Length)
            : new FileStream(
                Path.Combine(Path.GetTempPath(), $"crawler-{Guid.NewGuid():N}"), FileMode.CreateNew,
                FileAccess.ReadWrite, FileShare.None, CopyBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await part.CopyToAsync(member, cancellationToken);
            member.Position = 0;
            return member;
        }
        catch
        {
            await member.DisposeAsync();
            throw;
        }
    }

    private Spool Enter(Guid crawlId)
    {
        Spool? spool;
        while (!_crawls.GetOrAdd(crawlId, _ => new SpooledCrawl()).TryEnter(BeginSpool, out spool))
        {
            // It was flushed and forgotten at this very moment.
        }

        return spool;
    }

    private void Remove(SpooledCrawl crawl, Spool spool)
    {
        if (crawl.Remove(spool))
        {
            Interlocked.Add(ref _unsent, -spool.Bytes);
        }
    }

    /// <summary>
    /// Nobody flushes a crawl that has ended while the bucket was away, so whoever needs the room does.
    /// </summary>
    private async ValueTask MakeRoomAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _unsent) < _maxUnsent)
        {
            return;
        }

        await _makingRoom.WaitAsync(cancellationToken);
        try
        {
            foreach (var crawlId in Interlocked.Read(ref _unsent) < _maxUnsent ? [] : _crawls.Keys)
            {
                await FlushAsync(crawlId, cancellationToken);
            }
        }
        finally
        {
            _makingRoom.Release();
        }
    }

    /// <summary>Its number makes the names of files that one process begins in one millisecond different.</summary>
    private Spool BeginSpool()
    {
        TakeSpoolFolder();
        var number = Interlocked.Increment(ref _spools);
        var folder = Directory.CreateDirectory(Path.Combine(_spool, $"{number}")).FullName;
        return new Spool(folder, new FolderArchiveStore(folder, _spoolOptions, $"{_instance}.{number}", _time));
    }

    /// <summary>Makes the spool folder this process's own, and empties it of what one that died has left.</summary>
    /// <exception cref="IOException">Another process of the same name uses it.</exception>
    private void TakeSpoolFolder()
    {
        lock (_gate)
        {
            if (_spoolLock is not null)
            {
                return;
            }

            var root = Directory.CreateDirectory(Path.GetDirectoryName(_spool)!).FullName;
            var path = Path.Combine(root, $".{_instance}.lock");
            var taken = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                if (Directory.Exists(_spool))
                {
                    Directory.Delete(_spool, recursive: true);
                }

                Directory.CreateDirectory(_spool);
            }
            catch
            {
                taken.Dispose();
                throw;
            }

            _spoolLock = taken;
        }
    }
}
