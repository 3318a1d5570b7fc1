namespace Crawler.Archive.Cdxj;

/// <summary>One line of an index: a response or revisit record, and where it is.</summary>
public sealed record CdxjCapture
{
    /// <summary>The URL that was asked for.</summary>
    public required string Url { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Null where it is not known.</summary>
    public string? MediaType { get; init; }

    public required int Status { get; init; }

    /// <summary>The payload's, in the form of WARC-Payload-Digest.</summary>
    public string? PayloadDigest { get; init; }

    /// <summary>Whether the record refers to an earlier one for its body.</summary>
    public bool IsRevisit { get; init; }

    public required ArchivePointer Location { get; init; }
}
