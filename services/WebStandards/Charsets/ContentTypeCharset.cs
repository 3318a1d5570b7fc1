namespace Crawler.WebStandards.Charsets;

/// <summary>
/// The charset parameter of a Content-Type header, read as leniently as MIME Sniffing section 4.4 does.
/// </summary>
public static class ContentTypeCharset
{
    /// <summary>The first non-empty charset value; empty where there is none.</summary>
    public static string Find(ReadOnlySpan<char> contentType)
    {
        var rest = contentType;
        while (true)
        {
            var semicolon = rest.IndexOf(';');
            if (semicolon < 0)
            {
                return "";
            }

            rest = rest[(semicolon + 1)..].TrimStart("\t\n\r ");
            var nameEnd = rest.IndexOfAny(';', '=');
            if (nameEnd < 0)
            {
                return "";
            }

            if (rest[nameEnd] == ';')
            {
                rest = rest[nameEnd..];
                continue;
            }

            var name = rest[..nameEnd];
            rest = rest[(nameEnd + 1)..];
            var value = Value(ref rest);
            if (value.Length > 0 && name.Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }
    }

    private static string Value(ref ReadOnlySpan<char> rest)
    {
        if (!rest.IsEmpty && rest[0] == '"')
        {
            return Quoted(ref rest);
        }

        var end = rest.IndexOf(';');
        var value = end < 0 ? rest : rest[..end];
        rest = rest[value.Length..];
        return value.TrimEnd("\t\n\r ").ToString();
    }

    private static string Quoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var index = 1;
        while (index < rest.Length && rest[index] != '"')
        {
            if (rest[index] == '\\' && index + 1 < rest.Length)
            {
                index++;
            }

            value.Append(rest[index]);
            index++;
        }

        rest = rest[Math.Min(index + 1, rest.Length)..];
        return value.ToString();
    }
}
