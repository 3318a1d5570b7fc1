using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Decoding;

/// <summary>Reads a compressed body, and knows whether the codec wanted more than there was.</summary>
/// <param name="inner">The body.</param>
/// <param name="epilogue">Bytes that are handed out once behind the body's end.</param>
internal sealed class EndSensingStream(Stream inner, byte[] epilogue) : ReadOnlyStream
{
    /// <summary>The body has ended and the epilogue was handed out.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>More was asked for behind the end.</summary>
    public bool WasAskedBehindEnd { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (!HasEnded)
        {
            var count = inner.Read(buffer);
            if (count > 0)
            {
                return count;
            }

            HasEnded = true;
            if (epilogue.Length > 0)
            {
                epilogue.CopyTo(buffer);
                return epilogue.Length;
            }
        }

        WasAskedBehindEnd = true;
        return 0;
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
