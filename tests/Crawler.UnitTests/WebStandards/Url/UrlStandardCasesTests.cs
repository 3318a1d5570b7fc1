using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Url;

/// <summary>The URL tests of web-platform-tests.</summary>
[Trait("Category", "Cases")]
public class UrlStandardCasesTests(ITestOutputHelper output)
{
    [CasesFact]
    public void UrlTestData_EveryRowParsesAsTheStandardSays()
    {
        Failures("urltestdata.json").ShouldBeEmpty();
    }

    [CasesFact]
    public void LoneSurrogates_AreReplaced()
    {
        Failures("urltestdata-javascript-only.json").ShouldBeEmpty();
    }

    /// <summary>
    /// The standard parses names that are too long for DNS: whether one fits is a property of the result.
    /// </summary>
    [CasesFact]
    public void DnsLength_IsToldApartFromParsing()
    {
        using var document = CaseFiles.Json("url", "verifydnslength_tests.json");
        var tally = new CaseTally("url/verifydnslength_tests.json");

        foreach (var row in CaseText.Rows(document))
        {
            var fails = row.GetProperty("failure").GetBoolean();
            tally.Run(
                CaseText.Of(row, "input")!,
                () => Urls.Of(CaseText.Of(row, "input")!).HostFitsDns == fails ? $"failure is {fails}" : null);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    private IReadOnlyList<string> Failures(string file)
    {
        using var document = CaseFiles.Json("url", file);
        var tally = new CaseTally($"url/{file}");
        foreach (var (index, row) in CaseText.Rows(document).Index())
        {
            tally.Run($"{index}: {row.GetProperty("input").GetRawText()}", () => Difference(row), LevelOf(row));
        }

        return tally.Report(output);
    }

    /// <summary>What a row is about: a crawl depends on the web's schemes and on what is refused.</summary>
    private static string LevelOf(JsonElement row) =>
        row.TryGetProperty("failure", out _) ? "failure"
        : CaseText.Of(row, "protocol") is "http:" or "https:" ? "http(s)"
        : "other-schemes";

    private static string? Difference(JsonElement row)
    {
        var baseText = CaseText.Of(row, "base");
        var baseUrl = baseText is null ? null : Urls.TryOf(baseText);
        var url = baseText is not null && baseUrl is null ? null : Urls.TryOf(CaseText.Of(row, "input")!, baseUrl);
        if (row.TryGetProperty("failure", out _) || url is null)
        {
            return row.TryGetProperty("failure", out _) == url is null ? null : $"is {url?.Href ?? "refused"}";
        }

        return Components(url)
            .Where(part => CaseText.Of(row, part.Name) is { } expected && expected != part.Value)
            .Select(part => $"{part.Name} is {part.Value}, not {CaseText.Of(row, part.Name)}")
            .FirstOrDefault();
    }

    /// <summary>By the names of the URL API, whose search and hash are empty for empty components.</summary>
    private static (string Name, string Value)[] Components(WebUrl url)
    {
        var port = url.Port is { } number ? $"{number}" : "";
        return
        [
            ("href", url.Href),
            ("protocol", url.Scheme + ":"),
            ("username", url.Username),
            ("password", url.Password),
            ("hostname", url.Host ?? ""),
            ("host", port.Length > 0 ? $"{url.Host}:{port}" : url.Host ?? ""),
            ("port", port),
            ("pathname", url.Path),
            ("search", string.IsNullOrEmpty(url.Query) ? "" : "?" + url.Query),
            ("hash", string.IsNullOrEmpty(url.Fragment) ? "" : "#" + url.Fragment),
            ("origin", url.Origin),
        ];
    }
}
