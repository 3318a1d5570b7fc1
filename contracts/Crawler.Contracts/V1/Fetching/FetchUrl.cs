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

    /// <summary>Links followed from a seed to here: its own links are one deeper.</summary>
    public int Depth { get; init; }

    /// <summary>The entity tag of the stored response, for a conditional request; null for none.</summary>
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }

    /// <summary>
    /// The Last-Modified value of the stored response as the server wrote it, for a conditional request; null for none.
    /// </summary>
    public string? LastModified { get; init; }
}
