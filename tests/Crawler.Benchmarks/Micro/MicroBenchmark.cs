using System.CommandLine;

using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Crawler.Benchmarks.Micro;

/// <summary><c>micro</c>: what the parts of the hot path cost by themselves, measured by BenchmarkDotNet.</summary>
internal static class MicroBenchmark
{
    public static Command Create()
    {
        var pages = new Option<string>("--pages")
        {
            Description = "A folder of .html files, read with its subfolders.",
            Required = true,
        };
        var only = new Option<string>("--only")
        {
            Description = "A part of the names of the benchmarks to run, such as Html.",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("micro", "Measures URLs, HTML, robots rules and archive by themselves.") { pages, only };
        command.SetAction(parsed =>
        {
            PageCorpus.Folder = parsed.GetValue(pages)!;
            var part = parsed.GetValue(only)!;
            Type[] all = [typeof(UrlBenchmark), typeof(HtmlBenchmark), typeof(RobotsBenchmark), typeof(ArchiveBenchmark)];
            BenchmarkRunner.Run(
                [.. all.Where(type => type.Name.Contains(part, StringComparison.OrdinalIgnoreCase))], Configuration());
        });
        return command;
    }

    /// <summary>In this process, so that nothing is compiled and the pages are read once.</summary>
    private static ManualConfig Configuration() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(new ThroughputColumn())
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"))
        .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableOptimizationsValidator);
}
