using System.Buffers.Binary;
using System.IO.Compression;

namespace Crawler.Archive.Gzip;

/// <summary>Writes one gzip member. Its lengths are for the caller to put in, once they are known.</summary>
internal sealed class GzipMemberWriter : IAsyncDisposable
{
    private readonly Stream _output;
    private readonly DeflateStream _deflate;
    private readonly Crc32 _checksum = new();

    private GzipMemberWriter(Stream output, CompressionLevel level)
    {
        _output = output;
        _deflate = new DeflateStream(output, level, leaveOpen: true);
    }

    public long ContentBytes { get; private set; }

    public static async ValueTask<GzipMemberWriter> BeginAsync(
        Stream output, CompressionLevel level, CancellationToken cancellationToken)
    {
        await output.WriteAsync(GzipHeader.Create(), cancellationToken);

        return new GzipMemberWriter(output, level);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _checksum.Append(content.Span);
        ContentBytes += content.Length;

        return _deflate.WriteAsync(content, cancellationToken);
    }

    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        await _deflate.DisposeAsync();

        var trailer = new byte[GzipHeader.TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)ContentBytes);
        await _output.WriteAsync(trailer, cancellationToken);
    }

    public ValueTask DisposeAsync() => _deflate.DisposeAsync();
}
