namespace Crawler.WebStandards.Html;

/// <summary>The shared declarative refresh steps of the HTML Standard (section 4.2.5.3).</summary>
internal static class DeclarativeRefresh
{
    public const int MaxSeconds = 1_000_000_000;

    /// <summary>Reads "5; url=next.html" in all its forms. The URL is empty and unset for a plain reload.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> input, out int seconds, out ReadOnlySpan<byte> url, out bool hasUrl)
    {
        url = default;
        hasUrl = false;
        var rest = HtmlText.TrimStart(input);
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        digits = digits < 0 ? rest.Length : digits;
        seconds = Seconds(rest[..digits]);
        if (digits == 0 && (rest.IsEmpty || rest[0] != '.'))
        {
            return false;
        }

        rest = rest[digits..];
        while (!rest.IsEmpty && (rest[0] == '.' || char.IsAsciiDigit((char)rest[0])))
        {
            rest = rest[1..];
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] is not ((byte)';' or (byte)',') && !HtmlNames.IsSpace(rest[0]))
        {
            return false;
        }

        rest = HtmlText.TrimStart(rest);
        if (!rest.IsEmpty && rest[0] is (byte)';' or (byte)',')
        {
            rest = HtmlText.TrimStart(rest[1..]);
        }

        hasUrl = !rest.IsEmpty;
        url = Unquote(rest);
        return true;
    }

    /// <summary>
    /// Takes "url=" and quotes away. What begins like "url" and is not followed by '=' is a URL itself.
    /// </summary>
    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return rest;
        }

        if ((rest[0] | 0x20) == 'u')
        {
            if (rest.Length < 3 || (rest[1] | 0x20) != 'r' || (rest[2] | 0x20) != 'l')
            {
                return rest;
            }

            var value = HtmlText.TrimStart(rest[3..]);
            if (value.IsEmpty || value[0] != '=')
            {
                return rest;
            }

            rest = HtmlText.TrimStart(value[1..]);
        }

        if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
        {
            return rest;
        }

        var end = rest[1..].IndexOf(rest[0]);
        return end < 0 ? rest[1..] : rest.Slice(1, end);
    }

    private static int Seconds(ReadOnlySpan<byte> digits)
    {
        var seconds = 0L;
        foreach (var digit in digits)
        {
            seconds = Math.Min((seconds * 10) + digit - '0', MaxSeconds);
        }

        return (int)seconds;
    }
}
