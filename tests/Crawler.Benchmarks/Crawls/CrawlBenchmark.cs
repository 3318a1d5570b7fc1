using System.CommandLine;

using Crawler.Benchmarks.Output;
using Crawler.Benchmarks.Sites;

namespace Crawler.Benchmarks.Crawls;

/// <summary><c>crawl</c>: how fast and at what cost whole sites are crawled, with the archive on and off.</summary>
/// <remarks>
/// Start-up is a crawl of one page. It is taken off the CPU time, so that the cost of a page does not depend on how
/// many pages a site has; wall time, and the pages per second made of it, include it.
/// </remarks>
internal sealed class CrawlBenchmark(CrawlerRun crawler, string peers, int runs)
{
    private static readonly string[] Always = ["--delay", "0", "--per-host", "16", "--sitemap", "skip", "--allow-address", "127.0.0.0/8"];

    public static Command Create()
    {
        var executable = CrawlerExecutable.Option();
        var sites = new Option<Uri>("--sites")
        {
            Description = "Where the sites are served.",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:18080"),
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address))
                {
                    return address;
                }

                result.AddError($"--sites: '{result.Tokens[0].Value}' is not an absolute URL.");
                return null;
            },
        };
        var peers = new Option<string>("--peers")
        {
            Description = "The folder that holds the sites' truth. Default: $PEERS.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PEERS") ?? "",
        };
        var runs = new Option<int>("--runs") { Description = "Runs of each kind.", DefaultValueFactory = _ => 2 };
        var only = new Option<string[]>("--only")
        {
            Description = "Only these sites. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var mode = new Option<string>("--mode")
        {
            Description = "embedded: one process with SQLite. distributed: services on RabbitMQ and PostgreSQL.",
            DefaultValueFactory = _ => "embedded",
        };
        mode.AcceptOnlyFromAmong("embedded", "distributed");
        var services = DistributedOptions.Services();
        var downloaders = new Option<int>("--downloaders")
        {
            Description = "How many downloaders the distributed mode has.",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command("crawl", "Crawls the served sites, with the archive on and off.")
        {
            executable, sites, peers, runs, only, mode, services, downloaders,
        };
        command.SetAction(async parsed =>
        {
            var wanted = parsed.GetValue(only)!;
            ServedSite[] chosen =
                [.. ServedSite.At(parsed.GetValue(sites)!).Where(site => wanted.Length == 0 || wanted.Contains(site.Name))];
            if (parsed.GetValue(mode) == "distributed")
            {
                await new DistributedBenchmark(
                    parsed.GetValue(services), parsed.GetValue(downloaders), parsed.GetValue(peers)!, parsed.GetValue(runs))
                    .RunAsync(chosen);
                return;
            }

            var crawler = new CrawlerRun(CrawlerExecutable.Locate(parsed.GetValue(executable)), TimeSpan.FromMinutes(15));
            await new CrawlBenchmark(crawler, parsed.GetValue(peers)!, parsed.GetValue(runs)).RunAsync(chosen);
        });
        return command;
    }

    private async Task RunAsync(IReadOnlyList<ServedSite> sites)
    {
        var table = new MarkdownTable(Console.Out).Begin(
            "site", "archive", "pages", "recall", "titles", "wall s", "pages/s", "CPU s", "CPU s per 1,000 pages", "start-up s",
            "start-up CPU s", "peak RSS MB");
        foreach (var site in sites)
        {
            var truth = SiteTruth.Read(peers, site);
            foreach (var archive in new[] { "none", "warc" })
            {
                for (var run = 0; run < runs; run++)
                {
                    await RunAsync(site, truth, archive, table);
                }
            }
        }
    }

    private async Task RunAsync(ServedSite site, SiteTruth truth, string archive, MarkdownTable table)
    {
        var folder = Directory.CreateTempSubdirectory("crawler-bench-");
        try
        {
            string[] arguments = [.. site.Arguments, .. Always, "--archive", archive];
            var one = await crawler.RunAsync([.. arguments, "--max-pages", "1"], Path.Combine(folder.FullName, "one"));
            var listing = Path.Combine(folder.FullName, "pages.jsonl");
            var all = await crawler.RunAsync([.. arguments, "--output", listing], Path.Combine(folder.FullName, "all"));
            var (pages, titles) = await truth.CompareAsync(listing);
            table.Add(
                site.Name,
                archive,
                Figures.Of(all.Pages),
                Figures.Of((double)pages / truth.Count, 3),
                Figures.Of((double)titles / truth.Count, 3),
                Figures.Of(all.Wall.TotalSeconds),
                Figures.Of(all.Pages / all.Wall.TotalSeconds, 0),
                Figures.Of(all.CpuSeconds),
                Figures.Of((all.CpuSeconds - one.CpuSeconds) / (all.Pages - one.Pages) * 1000, 2),
                Figures.Of(one.Wall.TotalSeconds),
                Figures.Of(one.CpuSeconds),
                Figures.Of(all.PeakMegabytes, 0));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
