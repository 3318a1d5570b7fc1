namespace Crawler.Contracts.V1.Crawls;

/// <summary>Which responses a crawl keeps.</summary>
public sealed record ContentSpec
{
    /// <summary>The content types that are kept.</summary>
    public ContentKind Types { get; init; } = ContentKind.Any;

    /// <summary>The longest body that is kept, in bytes, as sent and as decoded. Default 50 MiB; 1 to 1 GiB.</summary>
    public long MaxBytes { get; init; } = 50L * 1024 * 1024;
}
