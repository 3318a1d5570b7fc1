namespace Crawler.Downloader.Outlinks;

/// <summary>What was learned of a body.</summary>
internal sealed record PageFacts
{
    /// <summary>The decoded length in bytes.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Over the decoded body.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary><see cref="Sha256"/> as messages and rows have it.</summary>
    public string Digest => "sha256:" + Convert.ToHexStringLower(Sha256);

    /// <summary>
    /// Whether the body was sent with a content coding, so that the digest is not that of the bytes as sent.
    /// </summary>
    public required bool IsCoded { get; init; }

    /// <summary>The media type, as declared or, where nothing was, as sniffed; null where neither says.</summary>
    public string? MediaType { get; init; }

    public string? Title { get; init; }

    /// <summary>The encoding that the page was read in; null for what is no HTML.</summary>
    public string? Charset { get; init; }

    public bool NoIndex { get; init; }

    public bool NoArchive { get; init; }
}
