namespace Crawler.WebStandards.Url;

internal enum HostKind : byte
{
    /// <summary>The URL has no authority.</summary>
    None,

    Empty,
    Domain,
    Ipv4,
    Ipv6,

    /// <summary>The host of a URL whose scheme is not special: percent-encoded, otherwise as written.</summary>
    Opaque,
}
