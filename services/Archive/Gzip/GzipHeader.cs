using System.Buffers.Binary;

namespace Crawler.Archive.Gzip;

/// <summary>
/// The header of a gzip member (RFC 1952, section 2.3), with the lengths that WARC's annex on compression adds.
/// </summary>
/// <remarks>
/// The extra field <c>sl</c> holds the member's length and that of its content. With it a file is walked from record
/// to record without being decompressed. It is zero until the member is whole.
/// </remarks>
internal static class GzipHeader
{
    /// <summary>Bytes of a header that we write.</summary>
    public const int Length = LengthsOffset + LengthsBytes;

    /// <summary>Where the two lengths are in a header that we write.</summary>
    public const int LengthsOffset = 16;

    public const int LengthsBytes = 8;

    /// <summary>Bytes after the compressed data: checksum and length.</summary>
    public const int TrailerBytes = 8;

    public const byte HasHeaderChecksum = 0x02;
    public const byte HasExtra = 0x04;
    public const byte HasName = 0x08;
    public const byte HasComment = 0x10;

    /// <summary>
    /// The bytes before the lengths: deflate, an extra field and nothing else, of no time and an unknown system.
    /// </summary>
    private static ReadOnlySpan<byte> Beginning =>
        [0x1F, 0x8B, 8, HasExtra, 0, 0, 0, 0, 0, 0xFF, 4 + LengthsBytes, 0, (byte)'s', (byte)'l', LengthsBytes, 0];

    public static byte[] Create() => [.. Beginning, .. new byte[LengthsBytes]];

    /// <exception cref="IOException">The member is too long for the field: 4 GiB.</exception>
    public static byte[] CreateLengths(long memberBytes, long contentBytes)
    {
        if (memberBytes > uint.MaxValue || contentBytes > uint.MaxValue)
        {
            throw new IOException("A record must be shorter than 4 GiB.");
        }

        var lengths = new byte[LengthsBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(lengths, (uint)memberBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(lengths.AsSpan(4), (uint)contentBytes);

        return lengths;
    }

    /// <returns>
    /// The length of the member that a header of ours begins; zero where it is not one, or not whole.
    /// </returns>
    public static long MemberLength(ReadOnlySpan<byte> header) =>
        header.Length >= Length && header.StartsWith(Beginning)
            ? BinaryPrimitives.ReadUInt32LittleEndian(header[LengthsOffset..])
            : 0;
}
