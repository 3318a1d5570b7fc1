using Xunit;

namespace Crawler.TestKit.Cases;

/// <summary>A theory over third-party cases: skipped, and counted as skipped, where their folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesTheoryAttribute : TheoryAttribute
{
    public CasesTheoryAttribute()
    {
        if (!CaseFiles.Exist)
        {
            Skip = $"The third-party cases are not at {CaseFiles.Folder}; CRAWLER_CASES may name another folder.";
        }
    }
}
