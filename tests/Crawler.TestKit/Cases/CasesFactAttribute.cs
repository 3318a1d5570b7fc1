using Xunit;

namespace Crawler.TestKit.Cases;

/// <summary>A test over third-party cases, which is skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CasesFactAttribute : FactAttribute
{
    public CasesFactAttribute()
    {
        if (!CaseFiles.AreThere)
        {
            Skip = "The folder of third-party cases is not there: set CRAWLER_CASES.";
        }
    }
}
