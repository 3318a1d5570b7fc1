using System.Buffers;
using System.Text;

namespace Crawler.WebStandards.Url;

/// <summary>
/// The percent-encode sets of the URL Standard, section 1.3, each as the characters that stay as they are.
/// </summary>
internal static class PercentEncoding
{
    public static readonly SearchValues<char> Control = Printable("");
    public static readonly SearchValues<char> Fragment = Printable(" \"<>`");
    public static readonly SearchValues<char> Query = Printable(" \"#<>");
    public static readonly SearchValues<char> SpecialQuery = Printable(" \"#<>'");
    public static readonly SearchValues<char> Path = Printable(" \"#<>?^`{}");
    public static readonly SearchValues<char> UserInfo = Printable(" \"#<>?^`{}/:;=@[\\]|");

    /// <summary>The printable ASCII characters but those named.</summary>
    public static SearchValues<char> Printable(string without)
    {
        Span<char> kept = stackalloc char[0x7F - 0x20];
        var count = 0;
        for (var character = ' '; character < 0x7F; character++)
        {
            if (!without.Contains(character))
            {
                kept[count++] = character;
            }
        }

        return SearchValues.Create(kept[..count]);
    }

    /// <summary>
    /// UTF-8 percent-encodes what <paramref name="kept"/> lacks. A lone surrogate becomes U+FFFD, as Web IDL says.
    /// </summary>
    public static void Append(ref UrlBuffer output, ReadOnlySpan<char> text, SearchValues<char> kept)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (true)
        {
            var odd = text.IndexOfAnyExcept(kept);
            if (odd < 0)
            {
                output.Append(text);
                return;
            }

            output.Append(text[..odd]);
            Rune.DecodeFromUtf16(text[odd..], out var rune, out var consumed);
            var count = rune.EncodeToUtf8(utf8);
            foreach (var value in utf8[..count])
            {
                output.AppendPercentEncoded(value);
            }

            text = text[(odd + consumed)..];
        }
    }

    /// <summary>Percent-decodes to bytes. The destination needs three bytes per character, at most.</summary>
    public static int Decode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            if (TryReadEscape(text, out var value))
            {
                destination[written++] = value;
                text = text[3..];
                continue;
            }

            Rune.DecodeFromUtf16(text, out var rune, out var consumed);
            written += rune.EncodeToUtf8(destination[written..]);
            text = text[consumed..];
        }

        return written;
    }

    private static bool TryReadEscape(ReadOnlySpan<char> text, out byte value)
    {
        if (text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
        {
            value = (byte)((HexValue(text[1]) << 4) | HexValue(text[2]));
            return true;
        }

        value = 0;
        return false;
    }

    private static int HexValue(char digit)
    {
        return digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }
}
