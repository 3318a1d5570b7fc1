using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

namespace Crawler.WebStandards.Url;

/// <summary>
/// An absolute URL, parsed as browsers do (WHATWG URL Standard). What it holds is the serialised text and where the
/// components lie in it.
/// </summary>
/// <remarks>
/// A reference takes one of two ways. <b>Plain</b>: an http(s) URL in ASCII that serialises to itself, absolute or
/// relative, as nearly all links of the web are; one look over its characters, and one string. <b>Full</b>: everything
/// else, through the standard's whole parser, with IDNA, escapes, dot segments and other schemes. Both give the same
/// result.
/// <para>
/// <see cref="Href"/> is pure ASCII and parses to itself. Components are cut from it at every call; the span members
/// allocate nothing. Two URLs are equal if their <see cref="Href"/> is; identity within a crawl is
/// <see cref="CanonicalUrlProfile"/>'s concern.
/// </para>
/// </remarks>
public sealed class WebUrl : IEquatable<WebUrl>
{
    /// <summary>The longest URL, serialised, in characters.</summary>
    public const int MaxLength = 8_192;

    /// <summary>The longest input: blanks, line breaks and dot segments do not count in the result.</summary>
    public const int MaxInputLength = MaxLength + 2_048;

    private const int MaxLabelLength = 63;
    private const int MaxDomainLength = 253;

    private static readonly SearchValues<char> TabOrNewline = SearchValues.Create("\t\n\r");

    private readonly UrlOffsets _offsets;

    internal WebUrl(string href, in UrlOffsets offsets)
    {
        Href = href;
        _offsets = offsets;
    }

    public string Href { get; }

    public string Scheme => SchemeSpan.ToString();

    /// <summary>Percent-encoded; empty for none.</summary>
    public string Username => Slice(UserStart, _offsets.UsernameEnd).ToString();

    /// <summary>Percent-encoded; empty for none.</summary>
    public string Password
    {
        get
        {
            var end = _offsets.HostStart - 1;
            return _offsets.UsernameEnd < end ? Slice(_offsets.UsernameEnd + 1, end).ToString() : "";
        }
    }

    /// <summary>
    /// Serialised: in Punycode, a dotted IPv4 or a bracketed IPv6 address. Null where there is no authority.
    /// </summary>
    public string? Host => _offsets.HostKind == HostKind.None ? null : HostSpan.ToString();

    /// <summary>Null when it is the scheme's default.</summary>
    public int? Port => _offsets.Port == UrlOffsets.NoPort ? null : _offsets.Port;

    public string Path => PathSpan.ToString();

    /// <summary>Without the question mark; null for none.</summary>
    public string? Query => _offsets.QueryStart == 0 ? null : Slice(_offsets.QueryStart + 1, QueryEnd).ToString();

    /// <summary>Without the number sign; null for none.</summary>
    public string? Fragment => _offsets.FragmentStart == 0 ? null : Href[(_offsets.FragmentStart + 1)..];

    /// <summary>What a request line and a robots.txt rule see.</summary>
    public ReadOnlySpan<char> PathAndQuery => Slice(_offsets.PathStart, QueryEnd);

    public ReadOnlySpan<char> SchemeSpan => Slice(0, _offsets.SchemeEnd);

    public ReadOnlySpan<char> HostSpan => Slice(_offsets.HostStart, _offsets.HostEnd);

    public ReadOnlySpan<char> PathSpan => Slice(_offsets.PathStart, PathEnd);

    public bool IsHttp => SchemeSpan is "https" or "http";

    public bool HasFragment => _offsets.FragmentStart != 0;

    /// <summary>Scheme, host and port; "null" for an opaque origin, such as a file URL's.</summary>
    public string Origin => Schemes.KindOf(SchemeSpan) switch
    {
        SchemeKind.File => "null",
        SchemeKind.Other => SchemeSpan is "blob" && TryParse(PathSpan, out var inner) && inner.IsHttp
            ? inner.Origin
            : "null",
        _ => string.Concat(SchemeSpan, "://", Slice(_offsets.HostStart, AuthorityEnd)),
    };

    /// <summary>The politeness key: the host, with its port unless the effective port is 80 or 443.</summary>
    public string HostAndPort => HostAndPortSpan.ToString();

    public ReadOnlySpan<char> HostAndPortSpan =>
        _offsets.Port is UrlOffsets.NoPort or 80 or 443 ? HostSpan : Slice(_offsets.HostStart, AuthorityEnd);

    /// <summary>
    /// False for a domain name that DNS cannot hold (RFC 1035, section 2.3.4): an empty label, one over 63 octets, or
    /// more than 253 in all. The URL Standard parses such names.
    /// </summary>
    public bool HostFitsDns
    {
        get
        {
            var host = HostSpan;
            if (_offsets.HostKind != HostKind.Domain)
            {
                return _offsets.HostKind is HostKind.Ipv4 or HostKind.Ipv6;
            }

            host = host.EndsWith('.') ? host[..^1] : host;
            foreach (var label in host.Split('.'))
            {
                if (host[label].Length is 0 or > MaxLabelLength)
                {
                    return false;
                }
            }

            return host.Length <= MaxDomainLength;
        }
    }

    internal UrlOffsets Offsets => _offsets;

    internal HostKind HostKind => _offsets.HostKind;

    internal bool HasOpaquePath => _offsets.HasOpaquePath;

    /// <summary>
    /// Where scheme and authority end, which without a host may be before a "/." that is not of the path.
    /// </summary>
    internal int AuthorityEnd => HostKind == HostKind.None ? _offsets.SchemeEnd + 1 : _offsets.PathStart;

    internal int PathEnd => _offsets.QueryStart != 0 ? _offsets.QueryStart : QueryEnd;

    internal int QueryEnd => _offsets.FragmentStart != 0 ? _offsets.FragmentStart : Href.Length;

    private int UserStart => HostKind == HostKind.None ? _offsets.UsernameEnd : _offsets.SchemeEnd + 3;

    public static bool TryParse(ReadOnlySpan<char> input, [NotNullWhen(true)] out WebUrl? url)
    {
        return TryParse(input, null, null, out url);
    }

    public static bool TryParse(ReadOnlySpan<char> input, WebUrl? baseUrl, [NotNullWhen(true)] out WebUrl? url)
    {
        return TryParse(input, baseUrl, null, out url);
    }

    /// <summary>Parses a reference out of a document whose encoding its query takes. Null is UTF-8.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> input, WebUrl? baseUrl, Encoding? encoding, [NotNullWhen(true)] out WebUrl? url)
    {
        url = input.Length < MaxLength ? PlainUrl.TryParse(input, baseUrl) : null;
        url ??= input.Length <= MaxInputLength ? ParseTrimmed(input, baseUrl, encoding) : null;
        return url is not null;
    }

    /// <summary>The address, where the host is one.</summary>
    public bool TryGetHostAddress([NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        return HostKind is HostKind.Ipv4 or HostKind.Ipv6 && IPAddress.TryParse(HostSpan, out address);
    }

    public WebUrl WithoutFragment()
    {
        if (!HasFragment)
        {
            return this;
        }

        // A blank at the end of an opaque path is escaped only before a query or a fragment, so it stays escaped here.
        var offsets = _offsets;
        offsets.FragmentStart = 0;
        return new WebUrl(Href[..QueryEnd], offsets);
    }

    public bool Equals(WebUrl? other)
    {
        return other is not null && Href == other.Href;
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as WebUrl);
    }

    public override int GetHashCode()
    {
        return Href.GetHashCode(StringComparison.Ordinal);
    }

    public override string ToString()
    {
        return Href;
    }

    private static WebUrl? ParseTrimmed(ReadOnlySpan<char> input, WebUrl? baseUrl, Encoding? encoding)
    {
        while (!input.IsEmpty && input[0] <= ' ')
        {
            input = input[1..];
        }

        while (!input.IsEmpty && input[^1] <= ' ')
        {
            input = input[..^1];
        }

        if (!input.ContainsAny(TabOrNewline))
        {
            return UrlParser.Parse(input, baseUrl, encoding);
        }

        var kept = ArrayPool<char>.Shared.Rent(input.Length);
        var count = 0;
        foreach (var character in input)
        {
            if (!TabOrNewline.Contains(character))
            {
                kept[count++] = character;
            }
        }

        var url = UrlParser.Parse(kept.AsSpan(0, count), baseUrl, encoding);
        ArrayPool<char>.Shared.Return(kept);
        return url;
    }

    private ReadOnlySpan<char> Slice(int start, int end)
    {
        return Href.AsSpan(start, end - start);
    }
}
