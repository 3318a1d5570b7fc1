using Crawler.Archive.Gzip;
using Microsoft.Win32.SafeHandles;

namespace Crawler.Archive.Folders;

/// <summary>The files that this instance writes for one crawl, of which only the last is appended to.</summary>
internal sealed class CrawlFiles(
    Guid crawlId, string folder, string instance, ArchiveOptions options, TimeProvider time)
    : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SafeFileHandle? _file;
    private string? _name;
    private int _serial;
    private long _length;
    private bool _isUnflushed;
    private bool _isRetired;

    public bool IsOpen => _file is not null;

    /// <summary>Rises with every use: the lowest of several is the one unused longest.</summary>
    public long LastUse { get; set; }

    /// <returns>Null where this is retired: others may write the files by now.</returns>
    public async ValueTask<ArchivePointer?> AppendAsync(IRecordPair pair, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_isRetired)
            {
                return null;
            }

            await OpenAsync(pair.RobotsObeyed, cancellationToken);
            var extent = await AppendOrUndoAsync(pair.WriteAsync, cancellationToken);

            return new ArchivePointer($"{crawlId:D}/{_name}", extent.Response, extent.End - extent.Response);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_file is null && _isUnflushed && _name is not null)
            {
                await ReopenAsync(cancellationToken);
            }

            await FlushToDiskAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closes the file; the next append opens it again.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await CloseFileAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Appends nothing any more, unless something of it is open or unflushed: it may be forgotten. What is appended
    /// later finds the last file, and looks at it.
    /// </summary>
    public async ValueTask<bool> TryRetireAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _isRetired |= _file is null && !(_isUnflushed && options.FlushToDisk);
            return _isRetired;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _file?.Dispose();
            _file = null;
            _name = null;
            _length = 0;
            _isUnflushed = false;

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(CancellationToken.None);
        _gate.Dispose();
    }

    private async ValueTask OpenAsync(bool robotsObeyed, CancellationToken cancellationToken)
    {
        if (_file is null && _name is null && CrawlFileName.Last(folder, instance) is { } last)
        {
            (_serial, _name) = last;
        }

        if (_file is null && _name is not null)
        {
            await ReopenAsync(cancellationToken);
        }

        if (_file is not null && _length >= options.MaxFileBytes)
        {
            await CloseFileAsync();
        }

        if (_file is null)
        {
            _serial++;
            _name = CrawlFileName.Create(time.GetUtcNow(), instance, _serial);
            _file = Open(FileMode.CreateNew);
            _length = 0;
        }

        if (_length == 0)
        {
            await AppendOrUndoAsync((_, _, token) => WriteFileInfoAsync(robotsObeyed, token), cancellationToken);
        }
    }

    private SafeFileHandle Open(FileMode mode)
    {
        Directory.CreateDirectory(folder);

        return File.OpenHandle(
            Path.Combine(folder, _name!), mode, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);
    }

    private async ValueTask ReopenAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, _name!);
        if (!File.Exists(path))
        {
            return;
        }

        var file = Open(FileMode.Open);
        try
        {
            // A file that this store closed itself is as it was left.
            if (RandomAccess.GetLength(file) != _length || _length == 0)
            {
                await using var stream = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 64 * 1024, useAsync: true);
                _length = await TornTail.FindWholeLengthAsync(stream, cancellationToken);
                RandomAccess.SetLength(file, _length);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        _file = file;
    }

    private async ValueTask<PairExtent> WriteFileInfoAsync(bool robotsObeyed, CancellationToken cancellationToken)
    {
        var record = FetchRecords.FileInfo(_name!, time.GetUtcNow(), crawlId, robotsObeyed);
        await using var output = new PooledBlocks();
        await MemberOutput.WriteAsync(
            output,
            options.Compression,
            output.Patch,
            member => member.WriteAsync(record, cancellationToken),
            cancellationToken);
        await RandomAccess.WriteAsync(_file!, [.. output.Blocks], 0, cancellationToken);

        return new PairExtent(0, output.Length);
    }

    private async ValueTask<PairExtent> AppendOrUndoAsync(
        Func<SafeFileHandle, long, CancellationToken, ValueTask<PairExtent>> write, CancellationToken cancellationToken)
    {
        _isUnflushed = true;
        try
        {
            var extent = await write(_file!, _length, cancellationToken);
            _length = extent.End;

            return extent;
        }
        catch
        {
            Undo();
            throw;
        }
    }

    /// <summary>
    /// Cuts off what a failed append has left. Where not even that succeeds, the next append looks at the whole file.
    /// </summary>
    private void Undo()
    {
        try
        {
            RandomAccess.SetLength(_file!, _length);
        }
        catch (IOException)
        {
            _file!.Dispose();
            _file = null;
            _length = 0;
        }
    }

    private async ValueTask CloseFileAsync()
    {
        await FlushToDiskAsync();
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Appends already are with the operating system: only its disk has to be waited for.</summary>
    private async ValueTask FlushToDiskAsync()
    {
        if (_file is { } file && _isUnflushed && options.FlushToDisk)
        {
            await Task.Run(() => RandomAccess.FlushToDisk(file), CancellationToken.None);
            _isUnflushed = false;
        }
    }
}
