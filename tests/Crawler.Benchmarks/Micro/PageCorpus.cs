namespace Crawler.Benchmarks.Micro;

/// <summary>The pages that micro-benchmarks work on, read once.</summary>
internal static class PageCorpus
{
    /// <summary>Enough to be no longer in the processor's first caches, little enough to be read in a moment.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly Lazy<IReadOnlyList<byte[]>> Read = new(() =>
    {
        var pages = new List<byte[]>();
        long bytes = 0;
        foreach (var file in Directory.EnumerateFiles(Folder!, "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            pages.Add(File.ReadAllBytes(file));
            bytes += pages[^1].Length;
            if (bytes >= MostBytes)
            {
                break;
            }
        }

        return pages.Count > 0 ? pages : throw new BenchmarkFailedException($"There is no .html file below '{Folder}'.");
    });

    public static string Folder { get; set; } = "";

    public static IReadOnlyList<byte[]> Pages => Read.Value;

    public static long Bytes => Pages.Sum(page => (long)page.Length);
}
