using System.CommandLine;
using System.Globalization;

using Crawler.Archive.Warc;
using Crawler.ServiceDefaults.Hosting;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler archive verify</c>: holds WARC files to the letter of the standard.</summary>
internal static class ArchiveVerifyCommand
{
    /// <summary>A file that is appended to while it is read may end in the middle of a record.</summary>
    private const int MaxReads = 3;

    public static Command Create()
    {
        var targets = new Argument<string[]>("TARGET")
        {
            Description = "WARC files, folders, or ids of crawls; the whole archive of the data folder without any.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var data = SharedOptions.Data();
        var command = new Command(
            "verify", "Check WARC files: every record's header, length, digests and gzip member.") { targets, data };
        command.SetAction((parsed, cancellationToken) => VerifyAsync(
            FilesOf(parsed.GetValue(targets) ?? [], parsed.GetValue(data)!), cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(List<string> files, CancellationToken cancellationToken)
    {
        long records = 0;
        long problems = 0;
        foreach (var file in files)
        {
            var report = await CheckAsync(file, cancellationToken);
            records += report.Records;
            problems += report.Problems.Count;
            await Console.Out.WriteLineAsync(
                $"{file}: {Number(report.Records)} records, {Count(report.Problems.Count)}");
            foreach (var problem in report.Problems)
            {
                var place = problem.Offset is { } offset ? $"@{Number(offset)}" : "file";
                await Console.Out.WriteLineAsync($"  {place} {problem.Rule}: {problem.Detail}");
            }
        }

        await Console.Out.WriteLineAsync(
            $"{Number(files.Count)} files, {Number(records)} records, {Count(problems)}");
        return problems == 0 ? ExitCodes.Completed : ExitCodes.Failed;
    }

    private static async Task<WarcReport> CheckAsync(string path, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            try
            {
                var file = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, true);
                var length = file.Length;
                var report = await WarcChecker.CheckAsync(file, cancellationToken);
                if (report.IsValid || reads == MaxReads || new FileInfo(path).Length == length)
                {
                    return report;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"TARGET: '{path}' cannot be read: {e.Message}");
            }
        }
    }

    private static List<string> FilesOf(string[] targets, string data)
    {
        if (targets.Length == 0)
        {
            var archive = ArchiveOf(data);
            return Directory.Exists(archive)
                ? FilesIn(archive)
                : throw new UsageException($"--data: there is no archive in '{data}'.");
        }

        return [.. targets.SelectMany(target => FilesOf(target, data))];
    }

    private static List<string> FilesOf(string target, string data)
    {
        if (File.Exists(target))
        {
            return [target];
        }

        if (Directory.Exists(target))
        {
            return FilesIn(target);
        }

        return Guid.TryParse(target, out var id)
            && Path.Combine(ArchiveOf(data), id.ToString("D")) is var folder && Directory.Exists(folder)
                ? FilesIn(folder)
                : throw new UsageException($"TARGET: '{target}' is no file, no folder and no crawl with an archive.");
    }

    private static string ArchiveOf(string data) =>
        DataFolder.ArchiveOf(data, CrawlerBuilder.CreateHeadless([]).Configuration);

    private static List<string> FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".warc.gz", StringComparison.Ordinal)
                || file.EndsWith(".warc", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string Count(long problems) =>
        problems == 0 ? "no problems" : $"{Number(problems)} {(problems == 1 ? "problem" : "problems")}";

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}
