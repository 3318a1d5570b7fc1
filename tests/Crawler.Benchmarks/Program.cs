using System.CommandLine;

using Crawler.Benchmarks.Crawls;
using Crawler.Benchmarks.Micro;

var root = new RootCommand("Measures the crawler that was built, from outside, over sites on loopback.")
{
    CrawlBenchmark.Create(), GrowthBenchmark.Create(), MicroBenchmark.Create(), ScalingBenchmark.Create(),
};
return await root.Parse(args).InvokeAsync();
