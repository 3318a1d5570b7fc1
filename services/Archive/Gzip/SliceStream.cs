namespace Crawler.Archive.Gzip;

/// <summary>A part of a file as if it were the whole.</summary>
internal sealed class SliceStream(Stream file, long start, long length, bool leaveOpen = false) : ForwardStream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var room = (int)Math.Min(buffer.Length, Math.Max(0, length - _position));
        if (file.Position != start + _position)
        {
            file.Position = start + _position;
        }

        var read = await file.ReadAsync(buffer[..room], cancellationToken);
        _position += read;

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
