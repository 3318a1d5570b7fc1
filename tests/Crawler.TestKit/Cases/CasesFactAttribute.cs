using Xunit;

namespace Crawler.TestKit.Cases;

/// <summary>A fact over third-party cases: skipped, and counted as skipped, where their folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesFactAttribute : FactAttribute
{
    public CasesFactAttribute()
    {
        if (!CaseFiles.Exist)
        {
            Skip = $"The third-party cases are not at {CaseFiles.Folder}; CRAWLER_CASES may name another folder.";
        }
    }
}
