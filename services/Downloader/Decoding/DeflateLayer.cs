using System.IO.Compression;

using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Decoding;

/// <summary>
/// Undoes deflate: the zlib format (RFC 1950) that RFC 9110 section 8.4.1.2 means, and the bare one that servers send
/// too.
/// </summary>
internal sealed class DeflateLayer(Stream inner) : ReadOnlyStream
{
    /// <summary>FDICT (RFC 1950 section 2.2): the data continues a text that both sides know.</summary>
    private const int PresetDictionary = 0x20;

    private EndSensingStream? _source;
    private Stream? _codec;

    public override int Read(Span<byte> buffer)
    {
        _codec ??= Open();
        var count = _codec.Read(buffer);
        if (count == 0 && buffer.Length > 0 && _source!.WasAskedBehindEnd)
        {
            throw new InvalidDataException("The deflate body ends before its data does.");
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _codec?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private Stream Open()
    {
        var head = new byte[2];
        var known = inner.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        _source = new EndSensingStream(new PrefixedStream(head.AsMemory(0, known), inner), epilogue: []);

        // The zlib header: method 8, a window of at most 32 KiB, and a checksum that makes it a multiple of 31.
        var isZlib = known == 2 && (head[0] & 0x0F) == 8 && head[0] >> 4 <= 7 && ((head[0] << 8) | head[1]) % 31 == 0;
        if (isZlib && (head[1] & PresetDictionary) != 0)
        {
            throw new InvalidDataException("The deflate body needs a dictionary that nobody has agreed on.");
        }

        return isZlib
            ? new ZLibStream(_source, CompressionMode.Decompress)
            : new DeflateStream(_source, CompressionMode.Decompress);
    }
}
