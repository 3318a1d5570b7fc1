using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Fetching;

/// <summary>What became of one URL of a batch.</summary>
public sealed record UrlOutcome
{
    /// <summary>The key of the <see cref="FetchUrl"/>.</summary>
    public required string Key { get; init; }

    /// <summary>What happened.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>Why, when <see cref="Kind"/> is Skipped or Failed: a name of the closed list of reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The media type without parameters, in lower case.</summary>
    public string? ContentType { get; init; }

    /// <summary>The decoded body's length in bytes.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The decoded body's digest: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string? Digest { get; init; }

    /// <summary>The page's title, at most 1,024 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the page asks not to be indexed; it is stored and marked.</summary>
    public bool NoIndex { get; init; }

    /// <summary>Where a redirect leads: absolute, without fragment.</summary>
    public string? RedirectTo { get; init; }

    /// <summary>
    /// How long the server asked to be left alone (Retry-After), when <see cref="Kind"/> is Throttled; null if it did
    /// not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The entity tag, for a later conditional request; at most 256 characters.</summary>
    [JsonPropertyName("etag")]
    public string? ETag { get; init; }

    /// <summary>The Last-Modified value as sent; at most 64 characters.</summary>
    public string? LastModified { get; init; }

    /// <summary>When the fetch started. UTC.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>From the fetch's start to the body's last byte.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Where the response record lies; null when it was not archived.</summary>
    public ArchiveLocation? Archive { get; init; }

    /// <summary>
    /// The digest of the body with its content coding, as its archive record states it: <c>sha256:</c> and 52 base-32
    /// digits. Null when it was not archived, or when <see cref="Digest"/> is of the same bytes.
    /// </summary>
    public string? PayloadDigest { get; init; }

    /// <summary>
    /// The <see cref="OriginalResponse.Seq"/> to which the archive record refers for its body; null when the record
    /// holds the body itself.
    /// </summary>
    public long? RevisitOf { get; init; }
}
