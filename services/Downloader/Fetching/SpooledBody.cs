using System.Buffers;

using Crawler.Archive;

namespace Crawler.Downloader.Fetching;

/// <summary>A body as it was sent: in pooled memory up to a limit, beyond it in a temporary file.</summary>
/// <remarks>
/// Written by one fetch, read when it is whole, disposed once. Its memory must not be used afterwards.
/// </remarks>
internal sealed class SpooledBody(BodySpool spool) : IDisposable
{
    private readonly List<byte[]> _blocks = [];
    private int _used;
    private FileStream? _file;

    public long Length { get; private set; }

    public bool IsInMemory => _file is null;

    /// <summary>Where the next bytes go; never empty.</summary>
    public Memory<byte> GetMemory()
    {
        if (_blocks.Count == 0 || _used == _blocks[^1].Length)
        {
            _blocks.Add(ArrayPool<byte>.Shared.Rent(BodySpool.BlockBytes));
            _used = 0;
        }

        return _blocks[^1].AsMemory(_used);
    }

    /// <summary>Keeps the first bytes of what <see cref="GetMemory"/> gave.</summary>
    public async ValueTask AdvanceAsync(int count, CancellationToken cancellationToken)
    {
        _used += count;
        Length += count;
        if (_file is not null || Length > spool.MemoryBytes)
        {
            await SpillAsync(cancellationToken);
        }
    }

    /// <summary>The body from its first byte. At most one reader at a time where it lies in a file.</summary>
    public Stream OpenRead()
    {
        if (_file is null)
        {
            return new SequenceStream(ToSequence());
        }

        _file.Position = 0;
        return new BorrowedStream(_file);
    }

    /// <summary>The body for the archive, which reads it more than once. Valid until it is disposed.</summary>
    public ArchivedBody ToArchivedBody()
    {
        if (_file is null)
        {
            return new ArchivedBody(ToSequence());
        }

        _file.Position = 0;
        return new ArchivedBody(_file, Length);
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        _blocks.Clear();
        _file?.Dispose();
    }

    private ReadOnlySequence<byte> ToSequence()
    {
        if (_blocks.Count <= 1)
        {
            return _blocks.Count == 0 ? ReadOnlySequence<byte>.Empty : new(_blocks[0], 0, _used);
        }

        var first = new Segment(_blocks[0], 0);
        var last = first;
        for (var i = 1; i < _blocks.Count; i++)
        {
            last = last.Append(i == _blocks.Count - 1 ? _blocks[i].AsMemory(0, _used) : _blocks[i]);
        }

        return new(first, 0, last, last.Memory.Length);
    }

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        try
        {
            _file ??= spool.CreateFile();
            for (var i = 0; i < _blocks.Count; i++)
            {
                var filled = i == _blocks.Count - 1 ? _used : _blocks[i].Length;
                await _file.WriteAsync(_blocks[i].AsMemory(0, filled), cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpoolFailedException("A body could not be written to its temporary file.", e);
        }

        for (var i = _blocks.Count - 1; i > 0; i--)
        {
            ArrayPool<byte>.Shared.Return(_blocks[i]);
            _blocks.RemoveAt(i);
        }

        _used = 0;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
