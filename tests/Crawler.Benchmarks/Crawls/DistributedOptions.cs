using System.CommandLine;

namespace Crawler.Benchmarks.Crawls;

/// <summary>Options of the benchmarks that start services as processes of their own.</summary>
internal static class DistributedOptions
{
    public static Option<string?> Services() => new("--services")
    {
        Description = "A folder that holds the published services, each in a folder of its name. Default: the build of this working copy.",
        HelpName = "FOLDER",
    };
}
