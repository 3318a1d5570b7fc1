using System.Text;
using Crawler.WebStandards.Html;

namespace Crawler.WebStandards.Charsets;

/// <summary>The algorithm for extracting a character encoding from a meta element (HTML Standard 2.4.4).</summary>
internal static class MetaCharset
{
    /// <summary>The label in "text/html; charset=label"; empty for none.</summary>
    public static ReadOnlySpan<byte> FromContent(ReadOnlySpan<byte> content)
    {
        var word = "charset"u8;
        for (var index = 0; index + word.Length <= content.Length; index++)
        {
            if (!Ascii.EqualsIgnoreCase(content.Slice(index, word.Length), word))
            {
                continue;
            }

            var rest = HtmlText.TrimStart(content[(index + word.Length)..]);
            if (!rest.IsEmpty && rest[0] == '=')
            {
                return Value(HtmlText.TrimStart(rest[1..]));
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty && rest[0] is (byte)'"' or (byte)'\'')
        {
            var close = rest[1..].IndexOf(rest[0]);
            return close < 0 ? default : rest.Slice(1, close);
        }

        var length = 0;
        while (length < rest.Length && rest[length] != ';' && !HtmlNames.IsSpace(rest[length]))
        {
            length++;
        }

        return rest[..length];
    }
}
