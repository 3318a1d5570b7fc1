using Xunit;

namespace Crawler.TestKit.Cases;

/// <summary>A fact over third-party cases: skipped, and counted as such, where their folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesFactAttribute : FactAttribute
{
    public CasesFactAttribute()
    {
        if (!CaseFiles.Exist)
        {
            Skip = $"There are no third-party cases at {CaseFiles.Path()}; CRAWLER_CASES may name their folder.";
        }
    }
}
