using System.Text.Json;

using Crawler.Benchmarks.Output;
using Crawler.Benchmarks.Sites;
using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Platforms;

namespace Crawler.Benchmarks.Crawls;

/// <summary>
/// <c>crawl --mode distributed</c>: what a crawl costs each process where Gateway, Scheduler and Downloaders are processes
/// of their own, on a broker and a database on the same machine.
/// </summary>
/// <remarks>
/// Services live long: their start is no part of a page. A crawl of one page comes before the first that is counted, and
/// each begins when the processes have come to rest. The first still pays for compiling; the later ones show what the
/// site costs from then on. What is counted is all that
/// every process does from the submission to the crawl's end, also what it does for itself.
/// </remarks>
internal sealed class DistributedBenchmark(string? programs, int downloaders, string peers, int runs)
{
    public async Task RunAsync(IReadOnlyList<ServedSite> sites)
    {
        var table = new MarkdownTable(Console.Out).Begin(
            "site", "archive", "crawl", "pages", "recall", "wall s", "pages/s", "CPU s per 1,000 pages", "gateway", "scheduler", "downloaders",
            "broker", "postgres", "messages per page", "rows per page");
        foreach (var site in sites)
        {
            var truth = SiteTruth.Read(peers, site);
            foreach (var archive in new[] { ArchiveKind.None, ArchiveKind.Warc })
            {
                await RunAsync(site, truth, archive, table);
            }
        }
    }

    private async Task RunAsync(ServedSite site, SiteTruth truth, ArchiveKind archive, MarkdownTable table)
    {
        await using var platform = await MeasuredPlatform.StartAsync(programs, downloaders);
        var spec = new CrawlSpec
        {
            Seeds = site.Seeds,
            Scope = site.Scope,
            Politeness = new PolitenessSpec { Delay = TimeSpan.Zero, PerHost = 16 },
            Sitemap = SitemapMode.Skip,
            Archive = archive,
        };
        await platform.CrawlAsync(spec with { Limits = new LimitsSpec { Pages = 1 } });
        for (var run = 1; run <= runs; run++)
        {
            var cost = await platform.CrawlAsync(spec);
            Add(table, site, archive, run, cost, (double)await FoundAsync(platform.Platform, cost.CrawlId, truth) / truth.Count);
        }
    }

    private static void Add(MarkdownTable table, ServedSite site, ArchiveKind archive, long run, CrawlCost cost, double recall) =>
        table.Add(
            site.Name,
            archive.ToString().ToLowerInvariant(),
            Figures.Of(run),
            Figures.Of(cost.Pages),
            Figures.Of(recall, 3),
            Figures.Of(cost.Wall.TotalSeconds),
            Figures.Of(cost.Pages / cost.Wall.TotalSeconds, 0),
            Figures.Of(cost.CpuSecondsPerThousand(_ => true), 2),
            Figures.Of(cost.CpuSecondsPerThousand(name => name.StartsWith("gateway", StringComparison.Ordinal)), 2),
            Figures.Of(cost.CpuSecondsPerThousand(name => name.StartsWith("scheduler", StringComparison.Ordinal)), 2),
            Figures.Of(cost.CpuSecondsPerThousand(name => name.StartsWith("downloader", StringComparison.Ordinal)), 2),
            Figures.Of(cost.CpuSecondsPerThousand(name => name == "broker"), 2),
            Figures.Of(cost.CpuSecondsPerThousand(name => name == "postgres"), 2),
            Figures.Of((double)cost.Messages / cost.Pages, 3),
            Figures.Of((double)cost.RowsWritten / cost.Pages, 1));

    private static async Task<int> FoundAsync(CrawlPlatform platform, Guid crawlId, SiteTruth truth)
    {
        var listing = Path.GetTempFileName();
        try
        {
            var lines = (await platform.PagesAsync(crawlId))
                .Select(page => JsonSerializer.Serialize(new { url = page.Url, title = page.Title ?? "" }));
            await File.WriteAllLinesAsync(listing, lines);
            return (await truth.CompareAsync(listing)).Pages;
        }
        finally
        {
            File.Delete(listing);
        }
    }
}
