using System.Buffers;

namespace Crawler.WebStandards.Robots;

/// <summary>
/// One spelling for all the ways to write the same path, so that rules and URLs compare character by character.
/// </summary>
/// <remarks>
/// RFC 9309, section 2.2.2 over RFC 3986: an escaped unreserved character is decoded, other escapes are in capitals,
/// and octets that a URL may not hold are escaped. Reserved characters differ from their escapes (<c>/</c> is not
/// <c>%2F</c>), but for <c>*</c> and <c>$</c>, which in a rule mean something else when bare.
/// </remarks>
internal static class RobotsPath
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    private static readonly SearchValues<byte> Reserved = SearchValues.Create(":/?#[]@!&'()+,;="u8);

    /// <summary>Room for the result of normalising so many octets.</summary>
    public static int MaxLength(int octets) => 3 * octets;

    /// <returns>The length of what was written.</returns>
    public static int Normalise(ReadOnlySpan<byte> path, Span<char> destination)
    {
        var length = 0;

        for (var i = 0; i < path.Length; i++)
        {
            var octet = path[i];

            if (octet == '%' && TryDecode(path[i..], out var decoded))
            {
                length += Unreserved.Contains(decoded)
                    ? Put(destination[length..], decoded)
                    : PutEscaped(destination[length..], decoded);
                i += 2;
            }
            else if (octet == '%' || Unreserved.Contains(octet) || Reserved.Contains(octet))
            {
                length += Put(destination[length..], octet);
            }
            else
            {
                length += PutEscaped(destination[length..], octet);
            }
        }

        return length;
    }

    private static bool TryDecode(ReadOnlySpan<byte> escape, out byte octet)
    {
        octet = 0;

        if (escape.Length < 3 || !char.IsAsciiHexDigit((char)escape[1]) || !char.IsAsciiHexDigit((char)escape[2]))
        {
            return false;
        }

        octet = (byte)((HexValue(escape[1]) << 4) | HexValue(escape[2]));

        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static int Put(Span<char> destination, byte octet)
    {
        destination[0] = (char)octet;

        return 1;
    }

    private static int PutEscaped(Span<char> destination, byte octet)
    {
        const string digits = "0123456789ABCDEF";
        destination[0] = '%';
        destination[1] = digits[octet >> 4];
        destination[2] = digits[octet & 0xF];

        return 3;
    }
}
