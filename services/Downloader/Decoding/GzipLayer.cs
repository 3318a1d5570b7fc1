using System.Buffers;
using System.IO.Compression;

using Crawler.Downloader.Fetching;

namespace Crawler.Downloader.Decoding;

/// <summary>Undoes gzip (RFC 1952): any number of members, rubbish behind them ignored, a torn one refused.</summary>
/// <remarks>
/// GZipStream treats the end of its input as the end of the data, so a torn body would pass for a whole one. An
/// epilogue is therefore appended to the body: one more member with a known content. It comes out at the end only if
/// the body's last member was whole; a torn one swallows it, and either fails over it or asks for more.
/// </remarks>
internal sealed class GzipLayer : ReadOnlyStream
{
    /// <summary>More than a codec can still hold when its input has ended: its window and the longest match.</summary>
    private const int TailBytes = 256 * 1024;

    private static readonly byte[] Marker = [.. "\0crawler\0end\0"u8];
    private static readonly byte[] Epilogue = Compress(Marker);

    private readonly EndSensingStream _source;
    private readonly GZipStream _codec;
    private byte[]? _tail;
    private int _tailStart;
    private int _tailEnd;

    public GzipLayer(Stream inner)
    {
        _source = new EndSensingStream(inner, Epilogue);
        _codec = new GZipStream(_source, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_tail is null)
        {
            var count = _codec.Read(buffer);
            if (!_source.HasEnded)
            {
                return count;
            }

            ReadTail(buffer[..count]);
        }

        var served = Math.Min(buffer.Length, _tailEnd - _tailStart);
        _tail.AsSpan(_tailStart, served).CopyTo(buffer);
        _tailStart += served;
        return served;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _codec.Dispose();
            if (_tail is not null)
            {
                ArrayPool<byte>.Shared.Return(_tail);
                _tail = [];
                _tailStart = _tailEnd = 0;
            }
        }

        base.Dispose(disposing);
    }

    private void ReadTail(ReadOnlySpan<byte> begun)
    {
        var tail = ArrayPool<byte>.Shared.Rent(TailBytes + begun.Length);
        _tail = tail;
        begun.CopyTo(tail);
        _tailEnd = begun.Length;
        int count;
        while ((count = _codec.Read(tail, _tailEnd, tail.Length - _tailEnd)) > 0)
        {
            _tailEnd += count;
        }

        if (tail.AsSpan(0, _tailEnd).EndsWith(Marker))
        {
            _tailEnd -= Marker.Length;
        }
        else if (_source.WasAskedBehindEnd || _tailEnd == tail.Length)
        {
            throw new InvalidDataException("The gzip body ends before its data does.");
        }
    }

    private static byte[] Compress(byte[] content)
    {
        using var member = new MemoryStream();
        using (var codec = new GZipStream(member, CompressionLevel.SmallestSize))
        {
            codec.Write(content);
        }

        return member.ToArray();
    }
}
