namespace Crawler.WebStandards.Url;

/// <summary>How far from its seeds a crawl goes.</summary>
public enum ScopeKind
{
    /// <summary>The seeds' hosts and ports; http and https are one site on their default ports.</summary>
    Host,

    /// <summary>As Host, and the path starts with the seed's path up to its last slash.</summary>
    Prefix,

    /// <summary>The seeds' hosts without a leading "www.", and all their subdomains, on any port.</summary>
    Domain,

    /// <summary>Every http(s) URL.</summary>
    Any,
}
