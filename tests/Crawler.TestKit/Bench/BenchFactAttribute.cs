using Xunit;

namespace Crawler.TestKit.Bench;

/// <summary>A fact over the bench's sites: skipped, and counted as skipped, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BenchFactAttribute : FactAttribute
{
    public BenchFactAttribute()
    {
        if (BenchFiles.Folder is null)
        {
            Skip = "The bench's sites are in no folder that CRAWLER_BENCH names.";
        }
    }
}
