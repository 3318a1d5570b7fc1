using Crawler.TestKit.Cases;
using Crawler.TestKit.Processes;

using Xunit;

namespace Crawler.IntegrationTests.Egress;

/// <summary>A fact that needs a network namespace: skipped, and counted as skipped, where none may be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NamespaceFactAttribute : FactAttribute
{
    public NamespaceFactAttribute()
    {
        if (!CaseFiles.Exist)
        {
            Skip = $"The third-party cases are not at {CaseFiles.Folder}; CRAWLER_CASES may name another folder.";
        }
        else if (!NetworkNamespace.TryCreate(out var network, out var reason))
        {
            Skip = reason;
        }
        else
        {
            network.Dispose();
        }
    }
}
