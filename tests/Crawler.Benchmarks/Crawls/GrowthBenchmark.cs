using System.CommandLine;

using Crawler.Benchmarks.Output;
using Crawler.Benchmarks.Sites;

namespace Crawler.Benchmarks.Crawls;

/// <summary><c>growth</c>: whether the crawler's memory grows with the number of URLs that it knows.</summary>
internal sealed class GrowthBenchmark(CrawlerRun crawler, int port, string archive)
{
    public static Command Create()
    {
        var executable = CrawlerExecutable.Option();
        var pages = new Option<int[]>("--pages")
        {
            Description = "The sizes of site to crawl.",
            DefaultValueFactory = _ => [20_000, 200_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var port = new Option<int>("--port") { Description = "The port of the generated site.", DefaultValueFactory = _ => 18_090 };
        var archive = new Option<string>("--archive") { Description = "warc or none.", DefaultValueFactory = _ => "warc" };
        var minutes = new Option<int>("--minutes") { Description = "The longest that a crawl may take.", DefaultValueFactory = _ => 20 };
        var command = new Command("growth", "Crawls generated sites of different sizes.") { executable, pages, port, archive, minutes };
        command.SetAction(async parsed =>
        {
            var crawler = new CrawlerRun(
                CrawlerExecutable.Locate(parsed.GetValue(executable)), TimeSpan.FromMinutes(parsed.GetValue(minutes)));
            await new GrowthBenchmark(crawler, parsed.GetValue(port), parsed.GetValue(archive)!).RunAsync(parsed.GetValue(pages)!);
        });
        return command;
    }

    private async Task RunAsync(IReadOnlyList<int> sizes)
    {
        var table = new MarkdownTable(Console.Out).Begin(
            "pages of the site", "fetched", "discovered", "wall s", "pages/s", "CPU s", "CPU s per 1,000 pages", "peak RSS MB", "last RSS MB");
        foreach (var size in sizes)
        {
            await using var site = await GeneratedSite.StartAsync(size, port);
            await RunAsync(site, table);
        }
    }

    private async Task RunAsync(GeneratedSite site, MarkdownTable table)
    {
        var folder = Directory.CreateTempSubdirectory("crawler-bench-");
        try
        {
            var all = await crawler.RunAsync(
                [
                    site.UrlOf(0), "--scope", "any", "--delay", "0", "--per-host", "16", "--sitemap", "skip", "--allow-address", "127.0.0.0/8",
                    "--archive", archive,
                ],
                folder.FullName);
            if (all.Pages != site.Pages)
            {
                throw new BenchmarkFailedException($"The site has {site.Pages} pages, the crawl {all.Pages}.");
            }

            table.Add(
                Figures.Of((long)site.Pages),
                Figures.Of(all.Pages),
                Figures.Of(all.Discovered),
                Figures.Of(all.Wall.TotalSeconds),
                Figures.Of(all.Pages / all.Wall.TotalSeconds, 0),
                Figures.Of(all.CpuSeconds),
                Figures.Of(all.CpuSeconds / all.Pages * 1000, 2),
                Figures.Of(all.PeakMegabytes, 0),
                Figures.Of(all.LastMegabytes, 0));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
