using System.Text;

namespace Crawler.WebStandards.Url.Traps;

/// <summary>Finds identifiers of a visit in URLs.</summary>
internal static class SessionValues
{
    private const int MinNamedLength = 6;
    private const int MinRandomLength = 24;

    private static readonly string[] Names =
    [
        "sid", "phpsessid", "jsessionid", "sessionid", "session_id", "session", "sess", "sessid", "zenid", "oscsid",
        "xtcsid", "cfid", "cftoken", "aspsessionid", "asp.net_sessionid", "viewstate", "__viewstate",
    ];

    /// <summary>
    /// What kind of value there is, and the path and query without it: the page that it stands before.
    /// </summary>
    public static SessionKind Find(ReadOnlySpan<char> path, ReadOnlySpan<char> query, out string? stripped)
    {
        var kind = SessionKind.None;
        StringBuilder? rest = null;
        foreach (var range in query.Split('&'))
        {
            var parameter = query[range];
            if (KindOf(parameter) is var found && found != SessionKind.None)
            {
                kind = found > kind ? found : kind;
                rest ??= new StringBuilder().Append(query[..range.Start.GetOffset(query.Length)]);
            }
            else if (!parameter.IsEmpty)
            {
                rest?.Append(parameter).Append('&');
            }
        }

        var (start, end) = InPath(path);
        if (end > start)
        {
            stripped = $"{path[..start]}{path[end..]}?{(rest is null ? query : rest.ToString())}";
            return SessionKind.Named;
        }

        stripped = kind == SessionKind.None ? null : $"{path}?{rest}";
        return kind;
    }

    private static SessionKind KindOf(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        if (equals < 0 || parameter.Length - equals - 1 < MinNamedLength)
        {
            return SessionKind.None;
        }

        var value = parameter[(equals + 1)..];
        return IsSessionName(parameter[..equals]) ? SessionKind.Named
            : IsRandom(value) ? SessionKind.Random
            : SessionKind.None;
    }

    private static bool IsSessionName(ReadOnlySpan<char> name)
    {
        foreach (var known in Names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return name.StartsWith("aspsessionid", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Letters and digits mixed without a word or number between them that a person would write.</summary>
    private static bool IsRandom(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }

            digits += char.IsAsciiDigit(character) ? 1 : 0;
        }

        return value.Length >= MinRandomLength && digits >= value.Length / 8 && digits < value.Length;
    }

    /// <summary>A matrix parameter of Java's servlets, or the folder of ASP.NET's sessions without cookies.</summary>
    private static (int Start, int End) InPath(ReadOnlySpan<char> path)
    {
        var matrix = path.IndexOf(";jsessionid=", StringComparison.OrdinalIgnoreCase);
        if (matrix >= 0)
        {
            var end = path[(matrix + 1)..].IndexOfAny(';', '/');
            return (matrix, end < 0 ? path.Length : matrix + 1 + end);
        }

        var folder = path.IndexOf("/(S(", StringComparison.OrdinalIgnoreCase);
        var close = folder < 0 ? -1 : path[folder..].IndexOf("))", StringComparison.Ordinal);
        return close < 0 ? (0, 0) : (folder, folder + close + 2);
    }
}
