using System.Text.Json.Serialization;

using Crawler.Persistence.Frontier;

namespace Crawler.Gateway.Queries;

/// <summary>One URL that a crawl knows, and what became of it.</summary>
public sealed record CrawlUrl
{
    /// <summary>The URL as found, without fragment.</summary>
    public required string Url { get; init; }

    /// <summary>The host whose politeness it is under, with the port unless that is the scheme's own.</summary>
    public required string Host { get; init; }

    /// <summary>Whether it is a page or a sitemap.</summary>
    public required UrlKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required UrlState State { get; init; }

    /// <summary>Why it was skipped or failed, or waits to be tried again; null otherwise.</summary>
    public UrlReason? Reason { get; init; }

    /// <summary>Which rule gave the reason, where the reason has several.</summary>
    public string? Rule { get; init; }

    /// <summary>Links followed from a seed; an asset is as deep as its page.</summary>
    public required int Depth { get; init; }

    /// <summary>
    /// How it was found: S for a seed, M for a sitemap, then L for a link, E for an asset, R for a redirect.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>The URL on which it was first found; null for a seed.</summary>
    public string? Referrer { get; init; }

    /// <summary>Failed attempts in a row.</summary>
    public int Attempts { get; init; }

    /// <summary>The HTTP status of its last answer; null before the first.</summary>
    public int? Status { get; init; }

    /// <summary>The number of the page that was last stored of it; null when none was.</summary>
    public long? LastSeq { get; init; }

    /// <summary>When it was found. UTC.</summary>
    public required DateTimeOffset DiscoveredAt { get; init; }

    /// <summary>When it was last fetched. UTC.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>When it may be fetched, or fetched again. UTC; null when it never is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Its place in the order of URLs.</summary>
    [JsonIgnore]
    public byte[] Key { get; init; } = [];
}
