using Crawler.Archive.Gzip;

namespace Crawler.Archive.Warc;

/// <summary>The content block of one record.</summary>
internal sealed class WarcBlock(WarcInput input, long length) : ForwardStream
{
    private long _left = length;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var room = buffer[..(int)Math.Min(buffer.Length, _left)];
        if (room.IsEmpty)
        {
            return 0;
        }

        var read = await input.ReadAsync(room, cancellationToken);
        _left -= read;

        return read;
    }

    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        while (_left > 0)
        {
            await input.EnsureAsync(1, cancellationToken);
            var count = (int)Math.Min(_left, input.Buffered.Length);
            if (count == 0)
            {
                return;
            }

            input.Advance(count);
            _left -= count;
        }
    }
}
