namespace Crawler.WebStandards.Html;

/// <summary>Text in UTF-8 as HTML trims and collapses it.</summary>
internal static class HtmlText
{
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && HtmlNames.IsSpace(text[start]))
        {
            start++;
        }

        return text[start..];
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => TrimEnd(TrimStart(text));

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && HtmlNames.IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>Strips and collapses ASCII whitespace in place and answers the length that is left.</summary>
    public static int Collapse(Span<byte> text)
    {
        var written = 0;
        var gap = false;
        foreach (var value in text)
        {
            if (HtmlNames.IsSpace(value))
            {
                gap = written > 0;
                continue;
            }

            if (gap)
            {
                text[written++] = (byte)' ';
                gap = false;
            }

            text[written++] = value;
        }

        return written;
    }

    /// <summary>The first characters (code points), never half of one.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int maxCharacters)
    {
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        var characters = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var startsCharacter = (text[index] & 0xC0) != 0x80;
            if (startsCharacter && ++characters > maxCharacters)
            {
                return text[..index];
            }
        }

        return text;
    }
}
