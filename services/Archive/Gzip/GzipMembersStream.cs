using System.Buffers.Binary;
using System.IO.Compression;

namespace Crawler.Archive.Gzip;

/// <summary>The content of all members of a gzip file, one after the other, with the places where they begin.</summary>
/// <remarks>
/// The decompressor reads ahead, and does not tell where the compressed data ended. The end is found by what must
/// follow it: the checksum and length of the content just read, somewhere in the last piece that the decompressor
/// took.
/// </remarks>
internal sealed class GzipMembersStream(Stream file, bool leaveOpen = false) : ForwardStream
{
    private readonly byte[] _trailerRoom = new byte[MeteredStream.PieceBytes + GzipHeader.TrailerBytes];
    private MeteredStream? _compressed;
    private DeflateStream? _deflate;
    private Crc32 _checksum = new();
    private long _memberContentBytes;
    private long _contentBytes;

    public override bool CanRead => true;

    /// <summary>Members begun so far.</summary>
    public long Members { get; private set; }

    /// <summary>Where members begin that the reader has not passed yet: in the content, and in the file.</summary>
    public Queue<(long Content, long File)> Starts { get; } = new();

    /// <summary>Never returns bytes of two members at once.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_deflate is not null || await BeginMemberAsync(cancellationToken))
        {
            var read = await _deflate!.ReadAsync(buffer, cancellationToken);
            if (read > 0)
            {
                _checksum.Append(buffer.Span[..read]);
                _memberContentBytes += read;
                _contentBytes += read;

                return read;
            }

            await EndMemberAsync(cancellationToken);
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _deflate?.Dispose();
            if (!leaveOpen)
            {
                file.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private async ValueTask<bool> BeginMemberAsync(CancellationToken cancellationToken)
    {
        var start = file.Position;
        var header = new byte[10];
        var read = await file.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);

        if (read == 0)
        {
            return false;
        }

        if (read < header.Length || header is not [0x1F, 0x8B, 8, ..])
        {
            throw new InvalidDataException($"No gzip member begins at byte {start}.");
        }

        await SkipOptionalFieldsAsync(header[3], cancellationToken);
        Starts.Enqueue((_contentBytes, start));
        Members++;
        _checksum = new Crc32();
        _memberContentBytes = 0;
        _compressed = new MeteredStream(file);
        _deflate = new DeflateStream(_compressed, CompressionMode.Decompress, leaveOpen: true);

        return true;
    }

    private async ValueTask SkipOptionalFieldsAsync(byte flags, CancellationToken cancellationToken)
    {
        if ((flags & GzipHeader.HasExtra) != 0)
        {
            var length = new byte[2];
            await file.ReadExactlyAsync(length, cancellationToken);
            file.Position += BinaryPrimitives.ReadUInt16LittleEndian(length);
        }

        var texts = ((flags & GzipHeader.HasName) != 0 ? 1 : 0) + ((flags & GzipHeader.HasComment) != 0 ? 1 : 0);
        for (var octet = new byte[1]; texts > 0;)
        {
            await file.ReadExactlyAsync(octet, cancellationToken);
            texts -= octet[0] == 0 ? 1 : 0;
        }

        file.Position += (flags & GzipHeader.HasHeaderChecksum) != 0 ? 2 : 0;
    }

    private async ValueTask EndMemberAsync(CancellationToken cancellationToken)
    {
        var expected = new byte[GzipHeader.TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(expected, _checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(expected.AsSpan(4), (uint)_memberContentBytes);

        file.Position = _compressed!.LastPiece;
        var read = await file.ReadAtLeastAsync(
            _trailerRoom, _trailerRoom.Length, throwOnEndOfStream: false, cancellationToken);
        var at = _trailerRoom.AsSpan(0, read).IndexOf(expected);

        if (at < 0)
        {
            throw new InvalidDataException($"The gzip member before byte {file.Position} has a wrong checksum.");
        }

        file.Position = _compressed.LastPiece + at + expected.Length;
        await _deflate!.DisposeAsync();
        _deflate = null;
    }
}
