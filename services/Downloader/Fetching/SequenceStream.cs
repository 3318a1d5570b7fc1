using System.Buffers;

namespace Crawler.Downloader.Fetching;

/// <summary>Reads a sequence of memory.</summary>
internal sealed class SequenceStream(ReadOnlySequence<byte> sequence) : ReadOnlyStream
{
    private ReadOnlySequence<byte> _rest = sequence;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(_rest.Length, buffer.Length);
        _rest.Slice(0, count).CopyTo(buffer);
        _rest = _rest.Slice(count);
        return count;
    }
}
