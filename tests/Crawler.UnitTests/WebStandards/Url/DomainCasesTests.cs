using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Url;

/// <summary>Domain to ASCII: the tests of web-platform-tests and of UTS 46.</summary>
[Trait("Category", "Cases")]
public class DomainCasesTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["\"\""] = "Not a domain in a URL: after https the parser skips any number of slashes to find one.",
    };

    [CasesFact]
    public void ToAscii_EveryRow()
    {
        Failures("toascii.json").ShouldBeEmpty();
    }

    [CasesFact]
    public void IdnaTestV2_EveryRow()
    {
        Failures("IdnaTestV2.json").ShouldBeEmpty();
    }

    [CasesFact]
    public void IdnaTestV2OfOlderVersions_EveryRow()
    {
        Failures("IdnaTestV2-removed.json").ShouldBeEmpty();
    }

    private IReadOnlyList<string> Failures(string file)
    {
        using var document = CaseFiles.Json("url", file);
        var tally = new CaseTally($"url/{file}", Exceptions);
        foreach (var row in CaseText.Rows(document))
        {
            var expected = CaseText.Of(row, "output") is { Length: > 0 } host ? host : null;
            tally.Run(
                row.GetProperty("input").GetRawText(),
                () => Urls.TryOf($"https://{KeepInHost(CaseText.Of(row, "input")!)}/x")?.Host is var actual
                    && actual == expected ? null : $"{actual ?? "refused"}, not {expected ?? "refused"}",
                expected is null ? "failure" : "domain");
        }

        return tally.Report(output);
    }

    /// <summary>Escapes what would end the host, as the tests' own runner does.</summary>
    private static string KeepInHost(string input)
    {
        return string.Concat(input.Select(character =>
            "/?#:\\@".Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : $"{character}"));
    }
}
