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
            return TryParseAuthority("", input, "https".Length);
        }

        if (input.StartsWith("http://"))
        {
            return TryParseAuthority("", input, "http".Length);
        }

        if (baseUrl is not { IsHttp: true })
        {
            return null;
        }

        return input.StartsWith("//")
            ? TryParseAuthority(baseUrl.Href.AsSpan(0, baseUrl.Offsets.SchemeEnd + 1), input, -1)
            : TryParseRelative(input, baseUrl);
    }

    /// <summary>
    /// Takes what has a host, <paramref name="scheme"/> being what the input lacks of a whole URL, and
    /// <paramref name="colon"/> the place of the colon before its two slashes.
    /// </summary>
    private static WebUrl? TryParseAuthority(ReadOnlySpan<char> scheme, ReadOnlySpan<char> input, int colon)
    {
        var hostStart = colon + 3;
        var length = input[hostStart..].IndexOfAnyExcept(Host);
        var hostEnd = length < 0 ? input.Length : hostStart + length;
        if (!IsPlainDomain(input[hostStart..hostEnd]) || scheme.Length + input.Length >= WebUrl.MaxLength)
        {
            return null;
        }

        var offsets = new UrlOffsets
        {
            Port = UrlOffsets.NoPort,
            SchemeEnd = (ushort)(colon + scheme.Length),
            UsernameEnd = (ushort)(hostStart + scheme.Length),
            HostStart = (ushort)(hostStart + scheme.Length),
            HostEnd = (ushort)(hostEnd + scheme.Length),
            PathStart = (ushort)(hostEnd + scheme.Length),
            HostKind = HostKind.Domain,
        };
        if (hostEnd == input.Length)
        {
            return new WebUrl(string.Concat(scheme, input, "/"), offsets);
        }

        return input[hostEnd] == '/' && TryFindTail(input, hostEnd, scheme.Length, ref offsets)
            ? new WebUrl(string.Concat(scheme, input), offsets)
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
        var kept = KeptOfBase(ref input, baseUrl);
        if (kept < 0 || input.StartsWith('.') || kept + input.Length > WebUrl.MaxLength)
        {
            return null;
        }

        var offsets = baseUrl.Offsets;
        offsets.FragmentStart = 0;
        if (kept <= baseUrl.PathEnd)
        {
            offsets.QueryStart = 0;
        }

        return TryFindTail(input, 0, kept, ref offsets)
            ? new WebUrl(string.Concat(baseUrl.Href.AsSpan(0, kept), input), offsets)
            : null;
    }

    /// <summary>How much of the base precedes the input in the result. Negative where that is not plain.</summary>
    private static int KeptOfBase(ref ReadOnlySpan<char> input, WebUrl baseUrl)
    {
        var pathStart = baseUrl.Offsets.PathStart;
        switch (input[0])
        {
            case '#':
                return baseUrl.QueryEnd;
            case '?':
                return baseUrl.PathEnd;
            case '/':
                return input.StartsWith("/\\") ? -1 : pathStart;
            default:
                return MayHaveScheme(input)
                    ? -1
                    : Climb(ref input, baseUrl, pathStart + baseUrl.PathSpan.LastIndexOf('/') + 1);
        }
    }

    /// <summary>
    /// Takes "../" and "./" from the beginning, and for each of the former a directory from the base.
    /// </summary>
    private static int Climb(ref ReadOnlySpan<char> input, WebUrl baseUrl, int kept)
    {
        var pathStart = baseUrl.Offsets.PathStart;
        while (true)
        {
            if (input.StartsWith("../"))
            {
                input = input[3..];
                var parents = baseUrl.Href.AsSpan(pathStart, kept - pathStart - 1);
                kept = pathStart + Math.Max(parents.LastIndexOf('/'), 0) + 1;
            }
            else if (input.StartsWith("./"))
            {
                input = input[2..];
            }
            else
            {
                return kept;
            }
        }
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
