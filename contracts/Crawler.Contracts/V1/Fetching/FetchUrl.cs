using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Fetching;

/// <summary>One URL of a batch.</summary>
public sealed record FetchUrl
{
    /// <summary>The URL's identity within the crawl: 32 hexadecimal digits, given back with the outcome.</summary>
    public required string Key { get; init; }

    /// <summary>The absolute URL to ask for.</summary>
    public required string Url { get; init; }

    /// <summary>What it is fetched for. A sitemap is the only URL of its batch.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ResourceKind Kind { get; init; }

    /// <summary>
    /// Links followed from a seed to here: its own links are one deeper. Its assets are as deep as it is, or, where it
    /// is an asset itself, one deeper.
    /// </summary>
    public int Depth { get; init; }

    /// <summary>The entity tag of the stored response, for a conditional request; null for none.</summary>
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }

    /// <summary>
    /// The Last-Modified value of the stored response as the server wrote it, for a conditional request; null for none.
    /// </summary>
    public string? LastModified { get; init; }

    /// <summary>
    /// The stored response to which a new one may refer instead of being archived again; null for none.
    /// </summary>
    public OriginalResponse? Original { get; init; }

    /// <summary>The URL on which this one was first found; null for a seed, and where nothing is archived.</summary>
    public string? Via { get; init; }

    /// <summary>
    /// How it was found: S for a seed, then L for each link, E for each asset and R for each redirect; null where
    /// nothing is archived.
    /// </summary>
    public string? DiscoveryPath { get; init; }
}
