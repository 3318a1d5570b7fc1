using Crawler.Contracts.V1.Fetching;

namespace Crawler.Gateway.Queries;

/// <summary>One stored page.</summary>
public sealed record StoredPage
{
    /// <summary>Its number: 1, 2, 3 … without gap, in the order of storing.</summary>
    public required long Seq { get; init; }

    /// <summary>The URL that was asked for.</summary>
    public required string Url { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The media type without parameters.</summary>
    public string? ContentType { get; init; }

    /// <summary>The page's title.</summary>
    public string? Title { get; init; }

    /// <summary>Links followed from a seed.</summary>
    public required int Depth { get; init; }

    /// <summary>The decoded body's length.</summary>
    public required long Bytes { get; init; }

    /// <summary>The decoded body's digest.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether it was found as it was stored before.</summary>
    public bool Unchanged { get; init; }

    /// <summary>Whether the page asks not to be indexed.</summary>
    public bool NoIndex { get; init; }

    /// <summary>When the fetch started. UTC.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>From the fetch's start to the body's last byte, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>The URL on which it was first found; null for a seed.</summary>
    public string? Referrer { get; init; }

    /// <summary>Where its response record lies; null when it was not archived.</summary>
    public ArchiveLocation? Archive { get; init; }

    /// <summary>
    /// The number of the page whose record holds the body, where this one's record only refers to it; null where it
    /// holds its own.
    /// </summary>
    public long? OriginalSeq { get; init; }
}
