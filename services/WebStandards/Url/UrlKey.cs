using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Crawler.WebStandards.Url;

/// <summary>
/// A URL's identity within a crawl: the BLAKE2b digest of 128 bits (<see cref="Blake2b"/>) of its canonical text
/// in UTF-8. That any two of a billion URLs share one has a chance below one in 10^20, and nobody can make another URL
/// with the key of a given one.
/// </summary>
public readonly record struct UrlKey(UInt128 Value) : IComparable<UrlKey>
{
    /// <summary>Bytes of a key in storage.</summary>
    public const int Size = 16;

    private const int StackLimit = 1_024;

    public static bool operator <(UrlKey left, UrlKey right) => left.Value < right.Value;

    public static bool operator >(UrlKey left, UrlKey right) => left.Value > right.Value;

    public static bool operator <=(UrlKey left, UrlKey right) => left.Value <= right.Value;

    public static bool operator >=(UrlKey left, UrlKey right) => left.Value >= right.Value;

    public static UrlKey Of(ReadOnlySpan<char> canonicalUrl)
    {
        var most = Encoding.UTF8.GetMaxByteCount(canonicalUrl.Length);
        var rented = most > StackLimit ? ArrayPool<byte>.Shared.Rent(most) : null;
        var utf8 = rented ?? stackalloc byte[StackLimit];
        Span<byte> digest = stackalloc byte[Blake2b.DigestSize];
        Blake2b.Hash(utf8[..Encoding.UTF8.GetBytes(canonicalUrl, utf8)], digest);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Read(digest);
    }

    /// <summary>Reads the first <see cref="Size"/> bytes, the most significant first.</summary>
    public static UrlKey Read(ReadOnlySpan<byte> source)
    {
        return new UrlKey(BinaryPrimitives.ReadUInt128BigEndian(source));
    }

    /// <summary>Reads what <see cref="ToString"/> writes: 32 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out UrlKey key)
    {
        var read = UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        key = new UrlKey(value);
        return read && text!.Length == 2 * Size;
    }

    /// <summary>Writes <see cref="Size"/> bytes, which sort as keys do.</summary>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, Value);
    }

    public int CompareTo(UrlKey other)
    {
        return Value.CompareTo(other.Value);
    }

    public override string ToString()
    {
        return Value.ToString("x32", CultureInfo.InvariantCulture);
    }
}
