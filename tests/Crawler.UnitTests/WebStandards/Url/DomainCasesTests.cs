using Crawler.TestKit.Cases;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

/// <summary>Domain to ASCII: the tests of web-platform-tests and of UTS 46.</summary>
[Trait("Category", "Cases")]
public class DomainCasesTests
{
    /// <summary>Not a domain in a URL: after https the parser skips any number of slashes to find one.</summary>
    private const string EmptyInput = "\"\"";

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

    private static List<string> Failures(string file)
    {
        using var document = CaseFiles.Json("url", file);
        var rows = CaseText.Rows(document).ToList();
        rows.ShouldNotBeEmpty();

        return rows
            .Select(row => (Id: row.GetProperty("input").GetRawText(),
                Actual: Urls.TryOf($"https://{KeepInHost(CaseText.Of(row, "input")!)}/x")?.Host,
                Expected: CaseText.Of(row, "output") is { Length: > 0 } output ? output : null))
            .Where(test => test.Actual != test.Expected && test.Id != EmptyInput)
            .Select(test => $"{test.Id}: {test.Actual ?? "refused"}, not {test.Expected ?? "refused"}")
            .ToList();
    }

    /// <summary>Escapes what would end the host, as the tests' own runner does.</summary>
    private static string KeepInHost(string input)
    {
        return string.Concat(input.Select(character =>
            "/?#:\\@".Contains(character, StringComparison.Ordinal) ? $"%{(int)character:X2}" : $"{character}"));
    }
}
