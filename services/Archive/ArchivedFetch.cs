using System.Net;

namespace Crawler.Archive;

/// <summary>One request and its response, to be stored as a group of records.</summary>
public sealed record ArchivedFetch
{
    public required Guid CrawlId { get; init; }

    /// <summary>The absolute URL that was asked for, without blanks and control characters.</summary>
    public required string TargetUrl { get; init; }

    /// <summary>When the request was sent. UTC; kept to the millisecond.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>The address that answered. Null where a proxy hid it.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>For example <c>GET /a?b HTTP/1.1</c>.</summary>
    public required string RequestLine { get; init; }

    /// <summary>The fields of the request, in the order sent.</summary>
    public IReadOnlyList<HttpField> RequestHeaders { get; init; } = [];

    /// <summary>For example <c>HTTP/1.1 200 OK</c>.</summary>
    public required string StatusLine { get; init; }

    /// <summary>
    /// The fields of the response, in the order received. Stored so that they fit <see cref="Body"/>: without
    /// Transfer-Encoding, and with the stored length as Content-Length, but for answers that never have a body.
    /// </summary>
    public IReadOnlyList<HttpField> ResponseHeaders { get; init; } = [];

    /// <summary>The body with its content coding as it came, and without its transfer coding.</summary>
    public ArchivedBody Body { get; init; } = ArchivedBody.Empty;

    /// <summary>Why <see cref="Body"/> is not all that was sent. Null where it is.</summary>
    public TruncationReason? Truncated { get; init; }

    /// <summary>The SHA-256 of <see cref="Body"/> where it is known already: 32 bytes. Else it is computed.</summary>
    public ReadOnlyMemory<byte>? PayloadSha256 { get; init; }

    /// <summary>
    /// The response that this one repeats: its payload is the same, or it is a 304. Then <see cref="Body"/> is hashed,
    /// but not stored. Null where the response stands for itself.
    /// </summary>
    public ArchivedRevisit? RevisitOf { get; init; }

    /// <summary>
    /// What is known of the fetch beside its messages, for a record of its own where
    /// <see cref="ArchiveOptions.Metadata"/> asks for them. Characters that would end a line are replaced.
    /// </summary>
    public IReadOnlyList<HttpField> Metadata { get; init; } = [];

    /// <summary>
    /// Whether the crawl obeys robots.txt: said in the first record of a file, by the fetch that begins it.
    /// </summary>
    public bool RobotsObeyed { get; init; } = true;
}
