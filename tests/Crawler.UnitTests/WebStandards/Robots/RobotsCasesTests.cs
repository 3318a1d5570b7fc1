using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Robots;

/// <summary>
/// The cases by level. Where parsers contradict each other or the RFC, ADR 0002 decides: a case that it decides
/// otherwise than the case's source is listed with the rule in <see cref="RobotsDecisions"/>.
/// </summary>
[Trait("Category", "Cases")]
public sealed class RobotsCasesTests(ITestOutputHelper output)
{
    private const double RecommendedShare = 0.95;

    [CasesFact]
    public void MandatoryCases_AreAllDecidedAsAsserted() => Run("must").Report(output).ShouldBeEmpty();

    [CasesFact]
    public void StrictReadingsOfTheRfc_AreDecidedAsAsserted() => Run("rfc-strict").Report(output).ShouldBeEmpty();

    [CasesFact]
    public void RecommendedCases_NineteenOfTwentyAreDecidedAsAsserted()
    {
        var tally = Run("should");

        var undecided = tally.Report(output);
        tally.PassedShareOf("should").ShouldBeGreaterThanOrEqualTo(RecommendedShare, string.Join("; ", undecided));
    }

    [CasesFact]
    public void ContestedCases_DifferOnlyByAListedDecision() => Run("contested").Report(output).ShouldBeEmpty();

    [CasesFact]
    public void ExtensionsOfGoogle_DifferOnlyByAListedDecision() =>
        Run("google-extension").Report(output).ShouldBeEmpty();

    private static CaseTally Run(string level)
    {
        using var document = CaseFiles.Json("robots", "robots-cases.json");
        var tally = new CaseTally("robots/robots-cases.json");
        foreach (var row in document.RootElement.EnumerateArray()
            .Where(row => row.GetProperty("level").ValueEquals(level)))
        {
            var allowed = row.GetProperty("allowed").GetBoolean();
            tally.Run(
                row.GetProperty("id").GetString()!,
                () => Allows(row) == allowed ? null : $"{row.GetProperty("userAgent")}, allowed is {!allowed}",
                level,
                level is "must" or "rfc-strict" ? null : RobotsDecisions.RuleFor(row));
        }

        return tally;
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
