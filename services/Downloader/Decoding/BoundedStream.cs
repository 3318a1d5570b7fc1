using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Decoding;

/// <summary>
/// Reads one layer, and throws <see cref="BodyTooLargeException"/> where it is longer than it may be.
/// </summary>
internal sealed class BoundedStream(Stream inner, long longest) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        return _read <= longest ? count : throw new BodyTooLargeException("The body decodes to more than its limit.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
