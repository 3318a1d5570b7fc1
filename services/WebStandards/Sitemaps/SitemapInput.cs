using System.IO.Compression;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>
/// The bytes of a sitemap: unpacked where they are gzip by their first two bytes, whatever the file is called, and no
/// more of them than are read of a file.
/// </summary>
internal sealed class SitemapInput : Stream
{
    private const int PeekBytes = 1_024;

    private readonly Stream _inner;
    private readonly byte[] _peeked = new byte[PeekBytes];
    private readonly int _peekedEnd;
    private readonly bool _ownsInner;
    private int _peekedStart;
    private long _left;

    private SitemapInput(Stream inner, long longest, bool ownsInner)
    {
        _inner = inner;
        _ownsInner = ownsInner;
        _left = longest;
        _peekedEnd = inner.ReadAtLeast(_peeked, PeekBytes, throwOnEndOfStream: false);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What is peeked at and not read yet.</summary>
    public ReadOnlySpan<byte> Peeked => _peeked.AsSpan(_peekedStart, _peekedEnd - _peekedStart);

    /// <summary>Closes what it has opened itself, and not the body.</summary>
    public static SitemapInput Open(Stream body, long longest)
    {
        var sent = new SitemapInput(body, longest, ownsInner: false);
        return sent.Peeked.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])
            ? new SitemapInput(new GZipStream(sent, CompressionMode.Decompress), longest, ownsInner: true)
            : sent;
    }

    /// <summary>Passes over peeked bytes.</summary>
    public void Skip(int count) => _peekedStart += count;

    public override int Read(Span<byte> buffer)
    {
        int count;
        if (_peekedStart < _peekedEnd)
        {
            count = Math.Min(buffer.Length, _peekedEnd - _peekedStart);
            _peeked.AsSpan(_peekedStart, count).CopyTo(buffer);
            _peekedStart += count;
        }
        else
        {
            count = _inner.Read(buffer);
        }

        _left -= count;
        return _left >= 0 ? count : throw new SitemapTooLongException("The file is longer than a sitemap may be.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsInner)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
