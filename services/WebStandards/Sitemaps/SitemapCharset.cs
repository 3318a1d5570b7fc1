using System.Text;

using Crawler.WebStandards.Charsets;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>
/// The encoding of a sitemap: by byte order mark, else as its XML declaration says, else UTF-8 as the protocol demands.
/// </summary>
internal static class SitemapCharset
{
    public static StreamReader Open(SitemapInput input)
    {
        var head = input.Peeked;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return new StreamReader(input, Encoding.Unicode, detectEncodingFromByteOrderMarks: true);
        }

        if (head.StartsWith("<\0?\0"u8) || head.StartsWith("\0<\0?"u8))
        {
            return new StreamReader(input, head[0] == 0 ? Encoding.BigEndianUnicode : Encoding.Unicode);
        }

        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            input.Skip(Encoding.UTF8.Preamble.Length);
        }

        // A declaration stands at the very beginning, but blanks before it are common.
        return new StreamReader(
            input, Declared(input.Peeked.TrimStart("\t\n\f\r "u8)), detectEncodingFromByteOrderMarks: false);
    }

    private static Encoding Declared(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("<?xml"u8) || head.IndexOf("?>"u8) is not (>= 0 and var end))
        {
            return Encoding.UTF8;
        }

        var declaration = head[..end];
        var name = declaration.IndexOf("encoding"u8);
        if (name < 0)
        {
            return Encoding.UTF8;
        }

        var value = declaration[(name + "encoding".Length)..].TrimStart("\t\n\r ="u8);
        var close = value.Length > 0 ? value[1..].IndexOf(value[0]) : -1;
        var charset = close < 0 ? null : CharsetLabel.Find(value.Slice(1, close));

        // An encoding of two bytes a character is not declared in one byte a character.
        return charset is null || charset.IsUtf8 || charset.IsUtf16
            ? Encoding.UTF8
            : CodePagesEncodingProvider.Instance.GetEncoding(charset.Name) ?? Encoding.UTF8;
    }
}
