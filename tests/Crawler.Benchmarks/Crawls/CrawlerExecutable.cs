using System.CommandLine;

namespace Crawler.Benchmarks.Crawls;

/// <summary>The <c>crawler</c> that is measured: the Release build of this working copy, unless another is named.</summary>
internal static class CrawlerExecutable
{
    public static Option<string?> Option() => new("--crawler")
    {
        Description = "The executable to measure. Default: the Release build of this working copy.",
        HelpName = "FILE",
    };

    public static string Locate(string? named)
    {
        var file = named is null ? Built() : Path.GetFullPath(named);
        return File.Exists(file)
            ? file
            : throw new BenchmarkFailedException($"There is no crawler at '{file}'. Build it: dotnet build services/Embedded -c Release");
    }

    private static string Built()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Crawler.sln")))
            {
                return Path.Combine(folder.FullName, "artifacts", "bin", "Embedded", "release", "crawler");
            }
        }

        throw new BenchmarkFailedException("No working copy is above this program: name the crawler with --crawler.");
    }
}
