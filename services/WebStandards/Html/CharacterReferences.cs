using System.Buffers;
using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>
/// Turns raw text of a page into its value: character references resolved (HTML Standard 13.2.5.72 to 13.2.5.80), NUL
/// replaced by U+FFFD, line ends made LF.
/// </summary>
internal static class CharacterReferences
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("&\r\0"u8);

    // The code points that 0x80 to 0x9F stand for (13.2.5.80): what authors of windows-1252 pages meant.
    private static ReadOnlySpan<ushort> C1 =>
    [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ];

    /// <summary>Whether the raw text is not already its own value.</summary>
    public static bool NeedsResolving(ReadOnlySpan<byte> raw) => raw.IndexOfAny(Special) >= 0;

    /// <summary>The longest value that raw text of a length can have: a NUL becomes three bytes.</summary>
    public static int MaxLength(int rawLength) => rawLength * 3;

    /// <summary>Writes the value and answers its length. The destination holds <see cref="MaxLength"/> bytes.</summary>
    public static int Resolve(ReadOnlySpan<byte> raw, Span<byte> destination, bool inAttribute)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(Special);
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(destination[written..]);
            written += plain;
            raw = raw[plain..];
            if (!raw.IsEmpty)
            {
                raw = raw[ResolveOne(raw, destination, ref written, inAttribute)..];
            }
        }

        return written;
    }

    private static int ResolveOne(ReadOnlySpan<byte> raw, Span<byte> destination, ref int written, bool inAttribute)
    {
        switch (raw[0])
        {
            case (byte)'\r':
                destination[written++] = (byte)'\n';
                return raw.Length > 1 && raw[1] == '\n' ? 2 : 1;
            case 0:
                written += Rune.ReplacementChar.EncodeToUtf8(destination[written..]);
                return 1;
            default:
                var taken = raw.Length > 1 && raw[1] == '#'
                    ? Numeric(raw, destination, ref written)
                    : Named(raw, destination, ref written, inAttribute);
                if (taken == 0)
                {
                    destination[written++] = (byte)'&';
                    taken = 1;
                }

                return taken;
        }
    }

    private static int Named(ReadOnlySpan<byte> raw, Span<byte> destination, ref int written, bool inAttribute)
    {
        var matched = NamedCharacterReferences.Match(raw[1..], out var utf8);
        if (matched == 0)
        {
            return 0;
        }

        // In an attribute, "&copy=3" and "&copyright" are query strings rather than references (13.2.5.73).
        var end = matched + 1;
        if (inAttribute && raw[matched] != ';' && end < raw.Length
            && (raw[end] == '=' || char.IsAsciiLetterOrDigit((char)raw[end])))
        {
            return 0;
        }

        utf8.CopyTo(destination[written..]);
        written += utf8.Length;
        return end;
    }

    private static int Numeric(ReadOnlySpan<byte> raw, Span<byte> destination, ref int written)
    {
        var position = 2;
        var isHex = position < raw.Length && (raw[position] | 0x20) == 'x';
        position += isHex ? 1 : 0;
        var start = position;
        var value = 0;
        while (position < raw.Length && IsDigit((char)raw[position], isHex))
        {
            var digit = raw[position] <= '9' ? raw[position] - '0' : (raw[position] | 0x20) - 'a' + 10;
            value = Math.Min((value * (isHex ? 16 : 10)) + digit, 0x110000);
            position++;
        }

        if (position == start)
        {
            return 0;
        }

        if (position < raw.Length && raw[position] == ';')
        {
            position++;
        }

        written += Meant(value).EncodeToUtf8(destination[written..]);
        return position;
    }

    private static bool IsDigit(char value, bool isHex) =>
        isHex ? char.IsAsciiHexDigit(value) : char.IsAsciiDigit(value);

    private static Rune Meant(int value) => value switch
    {
        0 => Rune.ReplacementChar,
        >= 0x80 and <= 0x9F => new Rune(C1[value - 0x80]),
        _ => Rune.IsValid(value) ? new Rune(value) : Rune.ReplacementChar,
    };
}
