namespace Crawler.Contracts.V1.Fetching;

/// <summary>The archived response that holds the body with which a URL is stored.</summary>
public sealed record OriginalResponse
{
    /// <summary>The number of its stored fetch within the crawl.</summary>
    public required long Seq { get; init; }

    /// <summary>The decoded body's digest: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>Where its record lies.</summary>
    public required ArchiveLocation Archive { get; init; }
}
