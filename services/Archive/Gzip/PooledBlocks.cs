using System.Buffers;

namespace Crawler.Archive.Gzip;

/// <summary>Bytes gathered in rented blocks, each too small for the large object heap.</summary>
internal sealed class PooledBlocks : ForwardStream
{
    private const int BlockBytes = 64 * 1024;

    private readonly List<byte[]> _blocks = [];
    private long _length;

    public override bool CanWrite => true;

    public override long Length => _length;

    public IEnumerable<ReadOnlyMemory<byte>> Blocks => _blocks.Select(FilledPart);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var at = (int)(_length % BlockBytes);
            if (at == 0)
            {
                _blocks.Add(ArrayPool<byte>.Shared.Rent(BlockBytes));
            }

            var count = Math.Min(buffer.Length, BlockBytes - at);
            buffer[..count].CopyTo(_blocks[^1].AsSpan(at));
            _length += count;
            buffer = buffer[count..];
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);

        return ValueTask.CompletedTask;
    }

    /// <summary>Replaces bytes that were written before.</summary>
    public void Patch(long offset, ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
        {
            _blocks[(int)(offset / BlockBytes)][offset % BlockBytes] = octet;
            offset++;
        }
    }

    private ReadOnlyMemory<byte> FilledPart(byte[] block, int index) =>
        block.AsMemory(0, (int)Math.Min(BlockBytes, _length - ((long)index * BlockBytes)));

    protected override void Dispose(bool disposing)
    {
        foreach (var block in _blocks)
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        _blocks.Clear();
        base.Dispose(disposing);
    }
}
