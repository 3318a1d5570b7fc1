namespace Crawler.Downloader.Outlinks;

/// <summary>What was learned of a body.</summary>
internal sealed record PageFacts
{
    /// <summary>The decoded length in bytes.</summary>
    public required long BodyBytes { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, over the decoded body.</summary>
    public required string Digest { get; init; }

    /// <summary>The media type, as declared or, where nothing was, as sniffed; null where neither says.</summary>
    public string? MediaType { get; init; }

    public string? Title { get; init; }

    public bool NoIndex { get; init; }

    public bool NoArchive { get; init; }
}
