using System.IO.Compression;
using System.Text;
using System.Text.Json;

using Crawler.TestKit.Cases;
using Crawler.UnitTests.WebStandards.Url;
using Crawler.WebStandards.Sitemaps;
using Crawler.WebStandards.Url;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Sitemaps;

[Trait("Category", "Cases")]
public sealed class SitemapCasesTests(ITestOutputHelper output)
{
    /// <summary>What makes a document refused or cut: its case asserts that, and at most the URLs before it.</summary>
    private static readonly Dictionary<string, SitemapProblem[]> Problems = new(StringComparer.Ordinal)
    {
        ["urlset"] = [SitemapProblem.None],
        ["index"] = [SitemapProblem.None],
        ["index-to-robots"] = [SitemapProblem.None],
        ["text"] = [SitemapProblem.None],
        ["rss"] = [SitemapProblem.None],
        ["atom"] = [SitemapProblem.None],
        ["reject"] = [SitemapProblem.NotASitemap],
        ["reject-or-bounded"] = [SitemapProblem.NotASitemap],
        ["urlset-or-reject"] = [SitemapProblem.None, SitemapProblem.NotASitemap],
        ["truncated"] = [SitemapProblem.Malformed],
        ["malformed-salvage-or-reject"] = [SitemapProblem.Malformed],
        ["limit"] = [SitemapProblem.TooManyUrls, SitemapProblem.TooLong],
    };

    [CasesFact]
    public void Sitemaps_GiveWhatTheirCasesAssert()
    {
        using var document = CaseFiles.Json("sitemap", "sitemap-cases.json");
        var tally = new CaseTally("sitemap/sitemap-cases.json");

        foreach (var row in document.RootElement.EnumerateArray())
        {
            var level = row.TryGetProperty("level", out var named) ? named.GetString()! : "all";
            tally.Add(row.GetProperty("id").GetString()!, DifferenceOf(row), level);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void LocationScope_IsAsAsserted()
    {
        using var document = CaseFiles.Json("sitemap", "sitemap-scope-cases.json");
        var tally = new CaseTally("sitemap/sitemap-scope-cases.json");

        foreach (var row in document.RootElement.EnumerateArray())
        {
            var sitemap = Urls.Of(row.GetProperty("sitemapUrl").GetString()!);
            var url = Urls.Of(row.GetProperty("url").GetString()!);
            var isCovered = SitemapLocation.Covers(sitemap, url);
            var isAsAsserted = isCovered == row.GetProperty("withinSitemapScope").GetBoolean();
            tally.Add($"{sitemap.Href} {url.Href}", isAsAsserted ? null : $"covers is {isCovered}");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void SamplesWithoutAssertions_AreReadToTheirEnd()
    {
        foreach (var folder in new[] { "sitemaps/extension", "rss" })
        {
            var tally = new CaseTally($"sitemap/crawler-commons/{folder}");
            foreach (var file in Directory.EnumerateFiles(CaseFiles.Path("sitemap", "crawler-commons", folder)))
            {
                using var body = File.OpenRead(file);
                var reading = SitemapTexts.Read(body);
                var isRead = reading.Problem == SitemapProblem.None && reading.Entries.Count > 0;
                tally.Add(Path.GetFileName(file), isRead ? null : $"{reading.Problem}, {reading.Entries.Count} URLs");
            }

            tally.Report(output).ShouldBeEmpty();
        }
    }

    private static string? DifferenceOf(JsonElement row)
    {
        using var body = BodyOf(row);
        var reading = SitemapTexts.Read(body);
        if (!Problems[row.GetProperty("kind").GetString()!].Contains(reading.Problem))
        {
            return $"the problem is {reading.Problem}";
        }

        if (row.GetProperty("kind").ValueEquals("urlset-or-reject") && reading.Problem != SitemapProblem.None)
        {
            return reading.Entries.Count == 0 ? null : "it is refused, and gives URLs";
        }

        if (reading.Entries.Count != row.GetProperty("count").GetInt32())
        {
            return $"{reading.Entries.Count} URLs: {string.Join(' ', reading.Locations.Take(20))}";
        }

        return LocationDifference(row, reading) ?? DateDifference(row, reading);
    }

    private static string? LocationDifference(JsonElement row, SitemapReading reading)
    {
        if (!row.TryGetProperty("locs", out var asserted))
        {
            return null;
        }

        var urls = reading.Locations.Select(text => WebUrl.TryParse(text, out var url) ? url.Href : text).ToList();
        return urls.SequenceEqual(asserted.EnumerateArray().Select(text => text.GetString()), StringComparer.Ordinal)
            ? null
            : $"URLs {string.Join(' ', urls)}";
    }

    private static string? DateDifference(JsonElement row, SitemapReading reading)
    {
        IEnumerable<DateTimeOffset?>? asserted = null;
        if (row.TryGetProperty("lastmods", out var texts))
        {
            asserted = texts.EnumerateArray().Select(text => text.GetString() is { } date
                ? DateTimeOffset.Parse(
                    date, null, System.Globalization.DateTimeStyles.AssumeUniversal)
                : (DateTimeOffset?)null);
        }
        else if (row.TryGetProperty("lastmodsEpochMs", out var times))
        {
            asserted = times.EnumerateArray().Select(time => time.ValueKind == JsonValueKind.Number
                ? DateTimeOffset.FromUnixTimeMilliseconds(time.GetInt64())
                : (DateTimeOffset?)null);
        }

        return asserted is null || asserted.SequenceEqual(reading.Entries.Select(entry => entry.LastModified))
            ? null
            : $"dates {string.Join(' ', reading.Entries.Select(entry => entry.LastModified))}";
    }

    private static Stream BodyOf(JsonElement row)
    {
        if (row.TryGetProperty("file", out var file))
        {
            return File.OpenRead(CaseFiles.Path("sitemap", file.GetString()!));
        }

        if (row.TryGetProperty("generate", out var recipe))
        {
            return Generate(recipe.GetString()!);
        }

        return new MemoryStream(row.TryGetProperty("bodyBase64", out var encoded)
            ? encoded.GetBytesFromBase64()
            : Encoding.UTF8.GetBytes(row.GetProperty("body").GetString()!));
    }

    private static MemoryStream Generate(string recipe) => recipe switch
    {
        "urlset with 50001 <url> of http://www.example.com/N" =>
            new MemoryStream(Encoding.UTF8.GetBytes(SitemapTexts.Of(50_001))),
        "gzip of 200 MB of spaces inside <urlset>" => Spaces(200),
        _ => throw new NotSupportedException($"No body is made for '{recipe}'."),
    };

    private static MemoryStream Spaces(int megabytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("<urlset>"u8);
            var block = Enumerable.Repeat((byte)' ', 1_000_000).ToArray();
            for (var i = 0; i < megabytes; i++)
            {
                gzip.Write(block);
            }

            gzip.Write("</urlset>"u8);
        }

        packed.Position = 0;
        return packed;
    }
}
