using Crawler.WebStandards.Sitemaps;

namespace Crawler.UnitTests.WebStandards.Sitemaps;

/// <summary>All that a reader gave.</summary>
internal sealed record SitemapReading(
    SitemapFormat Format, SitemapProblem Problem, IReadOnlyList<SitemapEntry> Entries)
{
    public IReadOnlyList<string> Locations => [.. Entries.Select(entry => entry.Location)];
}
