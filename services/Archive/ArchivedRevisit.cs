namespace Crawler.Archive;

/// <summary>An earlier response with the same payload, which is therefore not stored again.</summary>
/// <param name="TargetUrl">The URL of the earlier response.</param>
/// <param name="FetchedAt">When it was fetched, as archived. UTC.</param>
public sealed record ArchivedRevisit(string TargetUrl, DateTimeOffset FetchedAt);
