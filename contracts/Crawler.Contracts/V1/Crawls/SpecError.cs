namespace Crawler.Contracts.V1.Crawls;

/// <summary>What is wrong with one field of a crawl's spec.</summary>
/// <param name="Field">The field as it is written in JSON: <c>limits.pages</c>, <c>seeds[2]</c>.</param>
/// <param name="Message">What it must be; a sentence's end: <c>must be 1 or more</c>.</param>
public sealed record SpecError(string Field, string Message);
