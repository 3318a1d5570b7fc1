namespace Crawler.Contracts.V1.Fetching;

/// <summary>Where a response record lies in the archive.</summary>
public sealed record ArchiveLocation
{
    /// <summary>The file's name relative to the archive's root.</summary>
    public required string File { get; init; }

    /// <summary>Where the record's gzip member begins, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>The gzip member's length in bytes.</summary>
    public required long Length { get; init; }
}
