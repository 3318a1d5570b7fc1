namespace Crawler.Persistence.PostgreSql;

/// <summary>Text as PostgreSQL can store it.</summary>
internal static class StoredText
{
    /// <summary>
    /// U+0000 and halves of surrogate pairs, which PostgreSQL refuses and sites may send, become U+FFFD: a text that
    /// could not be stored would fail its whole transaction, again and again.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var suspect = text.AsSpan().IndexOf('\0');
        if (suspect < 0)
        {
            suspect = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return suspect < 0 ? text : Replace(text);
    }

    private static string Replace(string text) => string.Create(text.Length, text, static (clean, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            if (i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]))
            {
                clean[i] = source[i];
                clean[i + 1] = source[i + 1];
                i++;
            }
            else
            {
                clean[i] = source[i] == '\0' || char.IsSurrogate(source[i]) ? '\uFFFD' : source[i];
            }
        }
    });
}
