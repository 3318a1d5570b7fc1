using Crawler.Archive.Warc;

using Shouldly;

namespace Crawler.TestKit.Hosts;

/// <summary>Holds every file of an archive folder against the rules of WARC 1.1.</summary>
public static class ArchiveCheck
{
    /// <summary>The number of records in all files; fails where a rule is broken.</summary>
    public static async Task<long> ShouldBeValidAsync(string folder)
    {
        var records = 0L;
        foreach (var file in Directory.EnumerateFiles(folder, "*.warc.gz", SearchOption.AllDirectories))
        {
            var report = await WarcChecker.CheckAsync(File.OpenRead(file), CancellationToken.None);
            report.Problems.ShouldBeEmpty(file);
            records += report.Records;
        }

        return records;
    }
}
