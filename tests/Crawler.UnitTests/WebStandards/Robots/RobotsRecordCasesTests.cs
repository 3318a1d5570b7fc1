using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Robots;

[Trait("Category", "Cases")]
public sealed partial class RobotsRecordCasesTests(ITestOutputHelper output)
{
    [CasesFact]
    public void CrawlDelays_AreReadAsAsserted() => Run(
        "robots-crawl-delay.json",
        row => CrawlDelay(row) == ExpectedDelay(row) ? null : $"is {CrawlDelay(row)}").ShouldBeEmpty();

    [CasesFact]
    public void Sitemaps_AreListedAsAsserted() => Run(
        "robots-sitemap-directive.json",
        row => Sitemaps(row).SequenceEqual(Strings(row, "sitemaps"), StringComparer.Ordinal)
            ? null
            : string.Join(' ', Sitemaps(row))).ShouldBeEmpty();

    [CasesFact]
    public void EndsOfTheFetch_MeanWhatIsAsserted() => Run(
        "robots-http-semantics.json",
        row => row.TryGetProperty("status", out _)
            ? Verdict(row) == ExpectedVerdict(row) ? null : $"is {Verdict(row)}"
            : Holds(row)).ShouldBeEmpty();

    [GeneratedRegex("^(?<number>[0-9]+) consecutive redirects", RegexOptions.None, 1000)]
    private static partial Regex RedirectsForm();

    [GeneratedRegex("^body of (?<number>[0-9]+) KiB", RegexOptions.None, 1000)]
    private static partial Regex LengthForm();

    /// <summary>
    /// Conditions that are no status: what the policy, which the downloader follows, and the parser make of them.
    /// </summary>
    private static string? Holds(JsonElement row)
    {
        var condition = row.GetProperty("condition").GetString()!;
        var expected = row.GetProperty("expected").GetString()!;
        if (RedirectsForm().Match(condition) is { Success: true } redirects)
        {
            var isFollowed = int.Parse(redirects.Groups["number"].Value, CultureInfo.InvariantCulture)
                <= RobotsFetchPolicy.MaxRedirects;
            return isFollowed || RobotsFetchPolicy.RedirectedTooOften().Verdict == ExpectedVerdict(row)
                ? null
                : "is not followed so far";
        }

        if (LengthForm().Match(condition) is { Success: true } length)
        {
            var rules = "User-agent: *\nDisallow: /private\n#";
            var kibibytes = int.Parse(length.Groups["number"].Value, CultureInfo.InvariantCulture);
            var body = Encoding.UTF8.GetBytes(rules.PadRight(kibibytes * 1024, 'x'));
            return RobotsTxt.Parse(body).For("a").Allows("/private") ? "the rule is not obeyed" : null;
        }

        return (condition, expected) switch
        {
            _ when condition.Contains("older than 24 h", StringComparison.Ordinal) =>
                RobotsFetchPolicy.Answered(200, TimeSpan.FromDays(30)).Lifetime <= TimeSpan.FromHours(24)
                    ? null
                    : "is used for longer",
            _ when condition.StartsWith("UTF-16", StringComparison.Ordinal) =>
                AllowsAll(Encoding.Unicode) && AllowsAll(Encoding.BigEndianUnicode) ? null : "is not garbage",
            _ when condition.StartsWith("200", StringComparison.Ordinal) =>
                RobotsFetchPolicy.Answered(200).Verdict == RobotsVerdict.ObeyBody ? null : "is not obeyed",
            _ when condition.Contains("redirect", StringComparison.Ordinal) =>
                RobotsFetchPolicy.RedirectedTooOften().Verdict == ExpectedVerdict(row) ? null : "is judged otherwise",
            _ => RobotsFetchPolicy.Unanswered().Verdict == ExpectedVerdict(row) ? null : "is judged otherwise",
        };
    }

    private static bool AllowsAll(Encoding encoding) =>
        RobotsTxt.Parse([.. encoding.GetPreamble(), .. encoding.GetBytes("User-agent: *\nDisallow: /\n")])
            .For("a").Allows("/x");

    private IReadOnlyList<string> Run(string file, Func<JsonElement, string?> difference)
    {
        using var document = CaseFiles.Json("robots", file);
        var tally = new CaseTally($"robots/{file}");
        foreach (var (index, row) in document.RootElement.EnumerateArray().Index())
        {
            var condition = row.TryGetProperty("condition", out var text) ? text.GetString() : row.GetRawText();
            tally.Run($"{index}: {condition}", () => difference(row));
        }

        return tally.Report(output);
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
