using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Robots;

[Trait("Category", "Cases")]
public sealed class RobotsCasesTests
{
    /// <summary>Cases that ask for what ADR 0002 decides otherwise, each with its section there.</summary>
    private static readonly Dictionary<string, string> DecidedOtherwise = new(StringComparer.Ordinal)
    {
        ["robots-0299"] = "unknown records do not end a list of names",
        ["robots-0301"] = "unknown records do not end a list of names",
        ["robots-0310"] = "an allowed index page does not allow its folder",
    };

    [CasesFact]
    public void MandatoryCases_AreAllDecidedAsAsserted() => Failing("must").ShouldBeEmpty();

    [CasesFact]
    public void RecommendedCases_AreDecidedAsAssertedOrByOurDecision() =>
        Failing("should").Except(DecidedOtherwise.Keys).ShouldBeEmpty();

    [CasesFact]
    public void RecommendedCases_AtLeastNineteenOfTwenty_AreDecidedAsAsserted()
    {
        var cases = Cases("should").Count;

        Failing("should").Count.ShouldBeLessThanOrEqualTo(cases / 20);
    }

    [CasesFact]
    public void StrictReadingsOfTheRfc_AreDecidedAsAsserted() => Failing("rfc-strict").ShouldBeEmpty();

    private static List<JsonElement> Cases(string level)
    {
        using var document = CaseFiles.Json("robots", "robots-cases.json");

        return [.. document.RootElement.Clone().EnumerateArray()
            .Where(row => row.GetProperty("level").ValueEquals(level))];
    }

    private static List<string> Failing(string level)
    {
        var cases = Cases(level);
        cases.ShouldNotBeEmpty();

        return [.. cases.Where(row => Allows(row) != row.GetProperty("allowed").GetBoolean())
            .Select(row => row.GetProperty("id").GetString()!)];
    }

    private static bool Allows(JsonElement row)
    {
        var robots = row.TryGetProperty("robotsBase64", out var encoded)
            ? encoded.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(row.GetProperty("robots").GetString()!);
        var url = row.GetProperty("url").GetString()!;

        return RobotsTxt.Parse(robots).For(row.GetProperty("userAgent").GetString()!).Allows(PathAndQuery(url));
    }

    private static string PathAndQuery(string url)
    {
        var authority = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var path = url.IndexOfAny(['/', '?', '#'], authority);
        var rest = path < 0 ? "/" : url[path..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);

        return fragment < 0 ? rest : rest[..fragment];
    }
}
