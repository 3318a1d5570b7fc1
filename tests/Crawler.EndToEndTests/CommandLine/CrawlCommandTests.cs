using System.Text.Json;

using Crawler.TestKit.Processes;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.CommandLine;

[Collection(ProcessCollection.Name)]
public sealed class CrawlCommandTests
{
    private static readonly string[] ResultFields =
        ["crawlId", "state", "endReason", "counts", "warnings", "sitemaps", "bytes", "elapsedSeconds", "pagesPerSecond"];

    private static readonly string[] CountFields =
        ["discovered", "queued", "leased", "fetched", "unchanged", "redirected", "skipped", "failed", "gone"];

    private static readonly string[] PageFields =
    [
        "seq", "url", "status", "contentType", "title", "depth", "bytes", "digest", "fetchedAt", "durationMs", "referrer",
        "archive",
    ];

    [Fact]
    public async Task LimitedCrawl_PrintsOneJsonObjectAndListsExactlyItsPages()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(100);
        using var user = new DataFolderUser();
        var file = user.File("pages.jsonl");

        var end = await user.RunAsync(
            "crawl", site.Url(), "--delay", "0s", "--max-pages", "12", "--json", "--output", file);

        end.ExitCode.ShouldBe(0, end.ToString());
        NamesOf(end.Json).ShouldBe(ResultFields);
        NamesOf(end.Json.GetProperty("counts")).ShouldBe(CountFields);
        end.Json.GetProperty("state").GetString().ShouldBe("Completed");
        end.Json.GetProperty("endReason").GetString().ShouldBe("PageLimit");
        end.Output.ShouldHaveSingleItem();
        var rows = (await File.ReadAllLinesAsync(file)).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        rows.Select(row => row.GetProperty("seq").GetInt32()).ShouldBe(Enumerable.Range(1, 12));
        rows.Skip(1).ShouldAllBe(row => PageFields.All(field => HasField(row, field)));
        rows[0].TryGetProperty("referrer", out _).ShouldBeFalse();
        NamesOf(rows[0].GetProperty("archive")).ShouldBe(["file", "offset", "length"]);
        user.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task EveryOption_ReachesTheCrawl()
    {
        await using var web = await FakeWeb.StartAsync();
        var other = web.AddSite().Page("/");
        var site = web.AddSite()
            .Robots("User-agent: *\nDisallow: /")
            .Page("/docs/", "Start", ["/docs/a", "/docs/b", "/docs/skip", "/blog", other.Url()])
            .Page("/docs/a", "Comma, \"quoted\"", ["/docs/deep"])
            .Page("/docs/b")
            .Page("/docs/skip")
            .Page("/docs/deep", links: ["/docs/deeper"]);
        using var user = new DataFolderUser();
        var file = user.File("pages.csv");

        var end = await user.RunAsync(
            "crawl", site.Url("/docs/"), "--delay", "0s", "--scope", "prefix", "--exclude", "skip$", "--max-depth", "2",
            "--per-host", "2", "--ignore-robots", "--sitemap", "skip", "--user-agent", "Acme/1.0", "--archive", "none", "--max-duration", "1m",
            "--output", file, "--format", "csv");

        end.ExitCode.ShouldBe(0, end.ToString());
        end.Output.ShouldContain(line => line.Contains("Completed (Drained)", StringComparison.Ordinal));
        var lines = await File.ReadAllLinesAsync(file);
        lines[0].ShouldBe(
            string.Join(',', PageFields.SkipLast(1)) + ",archiveFile,archiveOffset,archiveLength");
        lines.Length.ShouldBe(5);
        lines.ShouldContain(line => line.Contains("\"Comma, \"\"quoted\"\"\"", StringComparison.Ordinal));
        Directory.Exists(user.ArchiveFolder).ShouldBeFalse();
        site.Requests.Select(request => request.Target)
            .ShouldBe(["/docs/", "/docs/a", "/docs/b", "/docs/deep"], ignoreOrder: true);
        site.Requests.ShouldAllBe(request => request.Headers["User-Agent"] == "Acme/1.0");
        other.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task LoopbackThatIsNotAllowed_FailsTheSeeds()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");
        using var user = new DataFolderUser();
        await using var process = CrawlerProcess.Start("crawl", site.Url(), "--data", user.Path, "--json");

        var end = await DataFolderUser.EndAsync(process);

        end.ExitCode.ShouldBe(1, end.ToString());
        end.Json.GetProperty("state").GetString().ShouldBe("Failed");
        end.Json.GetProperty("endReason").GetString().ShouldBe("SeedsFailed");
        end.Json.GetProperty("counts").GetProperty("failed").GetProperty("AddressDenied").GetInt64().ShouldBe(1);
        site.Connections.ShouldBe(0);
    }

    private static bool HasField(JsonElement row, string name) => row.TryGetProperty(name, out _);

    private static IEnumerable<string> NamesOf(JsonElement element) =>
        element.EnumerateObject().Select(property => property.Name);
}
