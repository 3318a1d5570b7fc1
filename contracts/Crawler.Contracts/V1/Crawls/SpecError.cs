namespace Crawler.Contracts.V1.Crawls;

/// <summary>What is wrong with one field of a crawl's spec.</summary>
public sealed record SpecError
{
    /// <summary>The field as it is written in JSON: <c>limits.pages</c>, <c>seeds[2]</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What it must be; a sentence's end: <c>must be 1 or more</c>.</summary>
    public required string Message { get; init; }
}
