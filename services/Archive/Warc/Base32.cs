namespace Crawler.Archive.Warc;

/// <summary>RFC 4648, section 6, without padding: the form of digests in web archives.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[((bytes.Length * 8) + 4) / 5];
        var bits = 0;
        var count = 0;
        var length = 0;

        foreach (var octet in bytes)
        {
            bits = ((bits << 8) | octet) & 0xFFF;
            for (count += 8; count >= 5; count -= 5)
            {
                text[length++] = Alphabet[(bits >> (count - 5)) & 31];
            }
        }

        if (count > 0)
        {
            text[length] = Alphabet[(bits << (5 - count)) & 31];
        }

        return new string(text);
    }
}
