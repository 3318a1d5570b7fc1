using Crawler.Archive.Folders;

namespace Crawler.Archive.S3;

/// <summary>Files of one crawl that are written here and then sent, once.</summary>
internal sealed class Spool(string folder, FolderArchiveStore files)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _isQuiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1;
    private long _bytes;
    private Task? _closing;
    private Task? _sending;

    public FolderArchiveStore Files => files;

    /// <summary>How long its files are together.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public void Enter() => Interlocked.Increment(ref _users);

    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _isQuiet.TrySetResult();
        }
    }

    /// <returns>By how much its files have grown: a pointer's record is the last of its fetch.</returns>
    public long Note(ArchivePointer appended)
    {
        lock (_gate)
        {
            var grown = appended.Offset + appended.Length - _ends.GetValueOrDefault(appended.File);
            if (grown <= 0)
            {
                return 0;
            }

            _ends[appended.File] = appended.Offset + appended.Length;
            _bytes += grown;
            return grown;
        }
    }

    /// <summary>Sends the files to the bucket. Whoever asks meanwhile waits for the same sending; one that failed is
    /// begun again.</summary>
    public Task SendAsync(S3Bucket bucket, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_sending is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _sending = SendFilesAsync(bucket);
            }

            return _sending.WaitAsync(cancellationToken);
        }
    }

    public async Task DiscardAsync()
    {
        await CloseAsync();
        DeleteFolder();
    }

    /// <summary>It is nobody's request in particular, so nobody's cancellation ends it: the SDK's time-outs do.</summary>
    private async Task SendFilesAsync(S3Bucket bucket)
    {
        await CloseAsync();

        // A folder that something took away makes this fail, as it must: its records are in no bucket.
        foreach (var path in Directory.GetDirectories(folder))
        {
            foreach (var file in Directory.GetFiles(path))
            {
                var name = $"{Path.GetFileName(path)}/{Path.GetFileName(file)}";
                await bucket.PutFileAsync(name, file, CancellationToken.None);
            }
        }

        DeleteFolder();
    }

    /// <summary>Waits for the appends that are under way, then closes the files.</summary>
    private Task CloseAsync()
    {
        lock (_gate)
        {
            return _closing ??= CloseFilesAsync();
        }
    }

    private async Task CloseFilesAsync()
    {
        Leave();
        await _isQuiet.Task;
        await files.DisposeAsync();
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
