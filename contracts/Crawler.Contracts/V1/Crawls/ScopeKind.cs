using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Crawls;

/// <summary>How far from its seeds a crawl goes.</summary>
public enum ScopeKind
{
    /// <summary>URLs on a seed's host and port.</summary>
    [JsonStringEnumMemberName("host")]
    Host,

    /// <summary>URLs on a seed's host and port whose path starts with the folder of the seed's path.</summary>
    [JsonStringEnumMemberName("prefix")]
    Prefix,

    /// <summary>URLs on a seed's host without a leading <c>www.</c>, and on every subdomain of it.</summary>
    [JsonStringEnumMemberName("domain")]
    Domain,

    /// <summary>Every http and https URL.</summary>
    [JsonStringEnumMemberName("any")]
    Any,
}
