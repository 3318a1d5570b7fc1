using System.Globalization;
using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Robots;

[Trait("Category", "Cases")]
public sealed class RobotsRecordCasesTests
{
    [CasesFact]
    public void CrawlDelays_AreReadAsAsserted()
    {
        var rows = Rows("robots-crawl-delay.json");

        rows.Where(row => CrawlDelay(row) != ExpectedDelay(row)).Select(row => row.GetRawText()).ShouldBeEmpty();
    }

    [CasesFact]
    public void Sitemaps_AreListedAsAsserted()
    {
        var rows = Rows("robots-sitemap-directive.json");

        rows.Where(row => !Sitemaps(row).SequenceEqual(Strings(row, "sitemaps"), StringComparer.Ordinal))
            .Select(row => row.GetRawText())
            .ShouldBeEmpty();
    }

    [CasesFact]
    public void StatusCodes_MeanWhatIsAsserted()
    {
        var rows = Rows("robots-http-semantics.json").Where(row => row.TryGetProperty("status", out _)).ToList();

        rows.ShouldNotBeEmpty();
        rows.Where(row => Verdict(row) != ExpectedVerdict(row))
            .Select(row => row.GetRawText())
            .ShouldBeEmpty();
    }

    private static List<JsonElement> Rows(string file)
    {
        using var document = CaseFiles.Json("robots", file);
        var rows = document.RootElement.Clone().EnumerateArray().ToList();
        rows.ShouldNotBeEmpty();

        return rows;
    }

    private static RobotsTxt Parse(JsonElement row) =>
        RobotsTxt.Parse(Encoding.UTF8.GetBytes(row.GetProperty("robots").GetString()!));

    private static TimeSpan? CrawlDelay(JsonElement row) =>
        Parse(row).For(row.GetProperty("userAgent").GetString()!).CrawlDelay;

    private static TimeSpan? ExpectedDelay(JsonElement row) =>
        row.GetProperty("crawlDelaySeconds") is { ValueKind: JsonValueKind.Number } seconds
            ? TimeSpan.FromSeconds(double.Parse(seconds.GetRawText(), CultureInfo.InvariantCulture))
            : null;

    /// <summary>The callers' part: relative addresses are resolved, and only those of the web are followed.</summary>
    private static IEnumerable<string> Sitemaps(JsonElement row)
    {
        var robotsUrl = new Uri(row.GetProperty("robotsUrl").GetString()!);

        return Parse(row).Sitemaps
            .Select(sitemap => new Uri(robotsUrl, sitemap))
            .Where(sitemap => sitemap.Scheme is "http" or "https")
            .Select(sitemap => sitemap.AbsoluteUri);
    }

    private static IEnumerable<string> Strings(JsonElement row, string property) =>
        row.GetProperty(property).EnumerateArray().Select(value => value.GetString()!);

    private static RobotsVerdict Verdict(JsonElement row) =>
        RobotsFetchPolicy.Answered(row.GetProperty("status").GetInt32()).Verdict;

    private static RobotsVerdict ExpectedVerdict(JsonElement row) =>
        row.GetProperty("expected").GetString()!.StartsWith("allow-all", StringComparison.Ordinal)
            ? RobotsVerdict.AllowAll
            : RobotsVerdict.DisallowAll;
}
