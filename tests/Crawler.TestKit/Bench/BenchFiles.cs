namespace Crawler.TestKit.Bench;

/// <summary>
/// The sites of the bench, and the lists of their pages, which live outside of the repository: in the folder that the
/// environment variable <c>CRAWLER_BENCH</c> names.
/// </summary>
public static class BenchFiles
{
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("CRAWLER_BENCH") is { Length: > 0 } folder && Directory.Exists(folder)
            ? folder
            : null;

    /// <summary>The URLs of the sites' pages, one list for each site.</summary>
    public static IEnumerable<string> UrlLists() =>
        Directory.EnumerateFiles(Path.Combine(Folder!, "truth"), "*.txt").Order(StringComparer.Ordinal);

    /// <summary>About <paramref name="count"/> pages of each documentation site, evenly chosen.</summary>
    public static IEnumerable<string> Pages(int count)
    {
        foreach (var site in Directory.EnumerateDirectories(Path.Combine(Folder!, "www")).Order(StringComparer.Ordinal))
        {
            var pages = Directory.EnumerateFiles(site, "*.html", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal).ToList();
            var step = Math.Max(1, pages.Count / count);
            for (var i = 0; i < pages.Count; i += step)
            {
                yield return pages[i];
            }
        }
    }
}
