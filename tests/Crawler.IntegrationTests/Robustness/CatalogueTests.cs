using Crawler.TestKit.Cases;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Robustness;

[Trait("Category", "Cases")]
public sealed class CatalogueTests
{
    private static readonly string[] Areas =
    [
        AbuseTests.Area, BehaviourTests.Area, CompressionTests.Area, ContentTests.Area, MalformedTests.Area,
        RedirectTests.Area, TlsTests.Area, TransportTests.Area,
    ];

    /// <summary>Each area's own test fails for a row of it without a scenario.</summary>
    [CasesFact]
    public void EveryRow_IsOfAnAreaThatIsRun()
    {
        using var cases = CaseFiles.Json("http", RobustnessCrawl.File);
        var rows = cases.RootElement.GetProperty("cases").EnumerateArray()
            .Select(row => (Id: row.GetProperty("id").GetString()!, Area: row.GetProperty("area").GetString()!))
            .ToList();

        rows.ShouldNotBeEmpty();
        rows.Where(row => !Areas.Contains(row.Area)).ShouldBeEmpty();
        rows.Select(row => row.Id).ShouldBeUnique();
    }
}
