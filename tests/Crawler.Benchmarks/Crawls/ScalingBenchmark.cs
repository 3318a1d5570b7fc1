using System.CommandLine;

using Crawler.Benchmarks.Output;
using Crawler.Benchmarks.Sites;
using Crawler.Contracts.V1.Crawls;

namespace Crawler.Benchmarks.Crawls;

/// <summary><c>scaling</c>: whether more downloaders fetch more, from hosts that answer slowly.</summary>
internal sealed class ScalingBenchmark(string? programs, int pages, int port)
{
    private const int Hosts = 200;
    private const int Batches = 8;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    public static Command Create()
    {
        var services = DistributedOptions.Services();
        var downloaders = new Option<int[]>("--downloaders")
        {
            Description = "How many downloaders, one crawl each.",
            DefaultValueFactory = _ => [1, 2, 4],
            AllowMultipleArgumentsPerToken = true,
        };
        var pages = new Option<int>("--pages") { Description = "The pages of the site.", DefaultValueFactory = _ => 4_000 };
        var port = new Option<int>("--port") { Description = "The port of the generated site.", DefaultValueFactory = _ => 18_091 };
        var command = new Command(
            "scaling", $"Crawls {Hosts} hosts that answer after 200 ms, with downloaders of {Batches} batches at a time.")
        {
            services, downloaders, pages, port,
        };
        command.SetAction(parsed => new ScalingBenchmark(
            parsed.GetValue(services), parsed.GetValue(pages), parsed.GetValue(port)).RunAsync(parsed.GetValue(downloaders)!));
        return command;
    }

    private async Task RunAsync(IReadOnlyList<int> downloaders)
    {
        var table = new MarkdownTable(Console.Out).Begin(
            "downloaders", "pages", "wall s", "pages/s", "cores busy", "CPU s per 1,000 pages", "messages per page");
        foreach (var count in downloaders)
        {
            await using var site = await GeneratedSite.StartAsync(pages, port, Hosts, Delay);
            await using var platform = await MeasuredPlatform.StartAsync(programs, count, $"Downloader:MaxBatches={Batches}");
            var spec = new CrawlSpec
            {
                Seeds = [.. Enumerable.Range(0, Hosts).Select(site.UrlOf)],
                Politeness = new PolitenessSpec { Delay = TimeSpan.Zero },
                Sitemap = SitemapMode.Skip,
                Archive = ArchiveKind.None,
            };
            await platform.CrawlAsync(spec with { Limits = new LimitsSpec { Pages = 1 } });
            var cost = await platform.CrawlAsync(spec);
            var cpu = cost.CpuSecondsPerThousand(_ => true);
            table.Add(
                Figures.Of((long)count),
                Figures.Of(cost.Pages),
                Figures.Of(cost.Wall.TotalSeconds),
                Figures.Of(cost.Pages / cost.Wall.TotalSeconds),
                Figures.Of(cpu * cost.Pages / 1000 / cost.Wall.TotalSeconds, 2),
                Figures.Of(cpu, 2),
                Figures.Of((double)cost.Messages / cost.Pages, 3));
        }
    }
}
