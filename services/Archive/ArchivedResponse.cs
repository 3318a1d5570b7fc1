namespace Crawler.Archive;

/// <summary>A response read back. Dispose it to close its file.</summary>
public sealed class ArchivedResponse : IAsyncDisposable
{
    private readonly IAsyncDisposable _file;

    internal ArchivedResponse(IAsyncDisposable file) => _file = file;

    public required string TargetUrl { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<HttpField> Headers { get; init; }

    /// <summary>The stored body, once, forward: with its content coding.</summary>
    public required Stream Body { get; init; }

    public required long BodyBytes { get; init; }

    /// <summary>
    /// The record's statement of its payload's digest, <c>sha256:</c> and 52 base-32 digits; null without one.
    /// </summary>
    public string? PayloadDigest { get; init; }

    /// <summary>
    /// Where the body is, if this response only repeats it. Null where <see cref="Body"/> is its own.
    /// </summary>
    public ArchivedRevisit? RevisitOf { get; init; }

    public TruncationReason? Truncated { get; init; }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
