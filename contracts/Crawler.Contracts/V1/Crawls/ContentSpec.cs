namespace Crawler.Contracts.V1.Crawls;

/// <summary>Which responses a crawl keeps.</summary>
public sealed record ContentSpec
{
    /// <summary>The content types that are kept. Must be any where assets are asked for.</summary>
    public ContentKind Types { get; init; } = ContentKind.Any;

    /// <summary>
    /// Whether what pages are made of is fetched beside what they link to: style sheets, icons, images, scripts, media
    /// and embedded objects, as HTML names them. They are in scope, limited, paced and counted as pages are, and as
    /// deep as the page that they belong to. Style sheets are not read for more. Default false.
    /// </summary>
    public bool Assets { get; init; }

    /// <summary>The longest body that is kept, in bytes, as sent and as decoded. Default 50 MiB; 1 to 1 GiB.</summary>
    public long MaxBytes { get; init; } = 50L * 1024 * 1024;
}
