using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Crawler.WebStandards.Url;

/// <summary>
/// The key under which web archives list a URL: <c>https://www.A.example/B/?d&amp;c</c> is <c>example,a)/b?c&amp;d</c>.
/// </summary>
/// <remarks>
/// Sort-friendly URI reordering transform: labels of the host in reverse, so that the pages of a domain are neighbours.
/// Spellings that usually lead to the same page get one key, in the way that replay tools look it up: neither scheme,
/// user nor fragment, no leading <c>www.</c> or <c>www2.</c>, no default port, everything in lower case, escapes undone
/// until none is left and then put back where they must be, no empty segments, no slash at the end, sorted query
/// arguments, no session ids. A key is for looking up; identity within a crawl is
/// <see cref="CanonicalUrlProfile"/>'s concern.
/// </remarks>
public static partial class SurtKey
{
    private const int RegexMilliseconds = 1_000;

    /// <summary>The key of an http or https URL: ASCII without blanks.</summary>
    public static string Of(WebUrl url)
    {
        var key = new StringBuilder(url.Href.Length);
        AppendHost(key, url.HostSpan);
        if (url.Port is { } port)
        {
            key.Append(':').Append(port.ToString(CultureInfo.InvariantCulture));
        }

        key.Append(')').Append(PathOf(url.PathSpan));
        if (QueryOf(url.Query) is { Length: > 0 } query)
        {
            key.Append('?').Append(query);
        }

        return key.ToString();
    }

    private static void AppendHost(StringBuilder key, ReadOnlySpan<char> host)
    {
        if (host.StartsWith('['))
        {
            key.Append(host);
            return;
        }

        var rest = WithoutWww(host.Trim('.'));
        while (rest.LastIndexOf('.') is >= 0 and var dot)
        {
            key.Append(rest[(dot + 1)..]).Append(',');
            rest = rest[..dot];
        }

        key.Append(rest);
    }

    private static ReadOnlySpan<char> WithoutWww(ReadOnlySpan<char> host)
    {
        if (!host.StartsWith("www"))
        {
            return host;
        }

        var rest = host[3..].TrimStart("0123456789");
        return rest.StartsWith('.') ? rest[1..] : host;
    }

    private static string PathOf(ReadOnlySpan<char> path)
    {
        var segments = new List<string>();
        var plain = Unescape(path);
        foreach (var segment in plain[1..].Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "." or ".."))
            {
                segments.Add(segment);
            }
        }

        var key = ToLower(Escape("/" + string.Join('/', segments)));
        return PathSession().Replace(key, "${before}${page}");
    }

    private static string QueryOf(string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return "";
        }

        var key = ToLower(Escape(Unescape(query)));
        key = QuerySession().Replace(key, "");
        var arguments = key.Split('&');
        Array.Sort(arguments, CompareArguments);
        return string.Join('&', arguments);
    }

    /// <summary>By name, and where names are the same by value; an argument without a value comes first.</summary>
    private static int CompareArguments(string left, string right)
    {
        var leftEnd = NameEnd(left);
        var rightEnd = NameEnd(right);
        var names = left.AsSpan(0, leftEnd).SequenceCompareTo(right.AsSpan(0, rightEnd));
        return names != 0 ? names : left.AsSpan(leftEnd).SequenceCompareTo(right.AsSpan(rightEnd));
    }

    private static int NameEnd(string argument) =>
        argument.IndexOf('=', StringComparison.Ordinal) is >= 0 and var end ? end : argument.Length;

    /// <summary>One character for each octet, as often unescaped as that changes anything.</summary>
    private static string Unescape(ReadOnlySpan<char> text)
    {
        var octets = text.ToArray();
        var length = octets.Length;
        for (var before = -1; before != length;)
        {
            before = length;
            length = UnescapeOnce(octets.AsSpan(0, length));
        }

        return new string(octets, 0, length);
    }

    private static int UnescapeOnce(Span<char> text)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                text[length++] = (char)byte.Parse(
                    text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else
            {
                text[length++] = text[i];
            }
        }

        return length;
    }

    private static string Escape(string octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            if (octet is > ' ' and < '\u007F' and not ('#' or '%'))
            {
                text.Append(octet);
            }
            else
            {
                text.Append('%').Append(((int)octet).ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static string ToLower(string key) =>
        string.Create(key.Length, key, (lower, text) => Ascii.ToLower(text, lower, out _));

    /// <summary>The session that ASP.NET puts into paths: <c>/(S(…))/page.aspx</c>.</summary>
    [GeneratedRegex(
        @"^(?<before>.*/)\((([a-z]\([0-9a-z]{24}\))+|[0-9a-z]{24})\)/(?<page>[^?]+\.aspx.*)$",
        RegexOptions.ExplicitCapture,
        RegexMilliseconds)]
    private static partial Regex PathSession();

    [GeneratedRegex(
        @"((jsessionid|phpsessid|sid)=[0-9a-z]{32}|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(&|$)",
        RegexOptions.ExplicitCapture,
        RegexMilliseconds)]
    private static partial Regex QuerySession();
}
