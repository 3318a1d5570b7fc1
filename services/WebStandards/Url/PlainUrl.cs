using System.Buffers;

namespace Crawler.WebStandards.Url;

/// <summary>
/// The short way for nearly all links of the web: http(s) references in plain ASCII whose serialisation is what was
/// written, or the beginning of the base followed by it. Whatever is not surely of this kind is left to
/// <see cref="UrlParser"/>, so this recognises no errors.
/// </summary>
internal static class PlainUrl
{
    private static readonly SearchValues<char> Host = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");
    private static readonly SearchValues<char> Path = PercentEncoding.Printable(" \"#<>?^`{}\\");

    public static WebUrl? TryParse(ReadOnlySpan<char> input, WebUrl? baseUrl)
    {
        if (input.IsEmpty)
        {
            return null;
        }

        if (input.StartsWith("https://"))
        {
            return TryParseAbsolute(input, "https".Length);
        }

        if (input.StartsWith("http://"))
        {
            return TryParseAbsolute(input, "http".Length);
        }

        return baseUrl is { IsHttp: true } ? TryParseRelative(input, baseUrl) : null;
    }

    private static WebUrl? TryParseAbsolute(ReadOnlySpan<char> input, int schemeEnd)
    {
        var hostStart = schemeEnd + 3;
        var length = input[hostStart..].IndexOfAnyExcept(Host);
        var hostEnd = length < 0 ? input.Length : hostStart + length;
        if (!IsPlainDomain(input[hostStart..hostEnd]))
        {
            return null;
        }

        var offsets = new UrlOffsets
        {
            Port = UrlOffsets.NoPort,
            SchemeEnd = (ushort)schemeEnd,
            UsernameEnd = (ushort)hostStart,
            HostStart = (ushort)hostStart,
            HostEnd = (ushort)hostEnd,
            PathStart = (ushort)hostEnd,
            HostKind = HostKind.Domain,
        };
        if (hostEnd == input.Length)
        {
            return new WebUrl(string.Concat(input, "/"), offsets);
        }

        return input[hostEnd] == '/' && TryFindTail(input, hostEnd, 0, ref offsets)
            ? new WebUrl(input.ToString(), offsets)
            : null;
    }

    /// <summary>A last label that begins with a digit may be a number, and the host then an IPv4 address.</summary>
    private static bool IsPlainDomain(ReadOnlySpan<char> host)
    {
        var lastLabel = host[(host.LastIndexOf('.') + 1)..];
        return !lastLabel.IsEmpty && !char.IsAsciiDigit(lastLabel[0]);
    }

    private static WebUrl? TryParseRelative(ReadOnlySpan<char> input, WebUrl baseUrl)
    {
        var offsets = baseUrl.Offsets;
        offsets.FragmentStart = 0;
        int kept;
        switch (input[0])
        {
            case '#':
                kept = baseUrl.QueryEnd;
                break;
            case '?':
                kept = baseUrl.PathEnd;
                break;
            case '/':
                if (input.Length > 1 && input[1] is '/' or '\\')
                {
                    return null;
                }

                kept = offsets.PathStart;
                break;
            default:
                if (input[0] == '.' || MayHaveScheme(input))
                {
                    return null;
                }

                kept = offsets.PathStart + baseUrl.PathSpan.LastIndexOf('/') + 1;
                break;
        }

        if (input[0] != '#')
        {
            offsets.QueryStart = 0;
        }

        return kept + input.Length <= WebUrl.MaxLength && TryFindTail(input, 0, kept, ref offsets)
            ? new WebUrl(string.Concat(baseUrl.Href.AsSpan(0, kept), input), offsets)
            : null;
    }

    private static bool MayHaveScheme(ReadOnlySpan<char> input)
    {
        var delimiter = input.IndexOfAny(":/?#");
        return delimiter >= 0 && input[delimiter] == ':';
    }

    /// <summary>
    /// True where path, query and fragment from <paramref name="start"/> on stay as they are. Their offsets are set,
    /// shifted by what precedes the input in the result.
    /// </summary>
    private static bool TryFindTail(ReadOnlySpan<char> input, int start, int shift, ref UrlOffsets offsets)
    {
        var tail = input[start..];
        var end = tail.IndexOfAnyExcept(Path);
        var path = end < 0 ? tail : tail[..end];
        if (!IsPlainPath(path))
        {
            return false;
        }

        if (end < 0)
        {
            return true;
        }

        if (tail[end] == '?')
        {
            offsets.QueryStart = (ushort)(start + end + shift);
            var length = tail[(end + 1)..].IndexOfAnyExcept(PercentEncoding.SpecialQuery);
            if (length < 0)
            {
                return true;
            }

            end += length + 1;
        }

        if (tail[end] != '#')
        {
            return false;
        }

        offsets.FragmentStart = (ushort)(start + end + shift);
        return !tail[(end + 1)..].ContainsAnyExcept(PercentEncoding.Fragment);
    }

    /// <summary>No segment begins with a dot, written as such or escaped.</summary>
    private static bool IsPlainPath(ReadOnlySpan<char> path)
    {
        return path.IndexOf("/.") < 0
            && (!path.Contains('%') || path.IndexOf("%2e", StringComparison.OrdinalIgnoreCase) < 0);
    }
}
