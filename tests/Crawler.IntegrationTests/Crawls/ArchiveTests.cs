using System.Globalization;
using System.Text.Json;

using Crawler.Archive.Warc;
using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>What whole crawls leave in the archive.</summary>
[Collection(HostCollection.Name)]
public sealed class ArchiveTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryKindOfResponse_IsArchivedAndIndexedByTheRules(bool metadata)
    {
        await using var web = await FakeWeb.StartAsync();
        var site = SiteOfAllKinds(web);
        await using var harness = await EmbeddedHarness.StartAsync(
            "Downloader:MaxErrorBodyBytes=5000", $"Archive:Metadata={metadata}");
        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()) with
        {
            Continuous = new ContinuousSpec { RecrawlAfter = TimeSpan.FromSeconds(1) },
        });

        await harness.WaitForAsync(id, status => status.LastSeq >= 15);
        await harness.CommandAsync(new CancelCrawl { CrawlId = id });
        var end = await harness.WaitForEndAsync(id);

        var pages = await harness.PagesAsync(id);
        pages.Count.ShouldBe((int)end.LastSeq);
        pages.Where(page => page.OriginalSeq is not null).Select(page => page.Url).Distinct().Count().ShouldBe(5);
        pages.ShouldContain(page => page.Status == 304 && page.OriginalSeq != null);
        pages.ShouldAllBe(page => page.OriginalSeq == null
            || pages.Single(other => other.Seq == page.OriginalSeq).OriginalSeq == null);
        var indexed = await IndexAsync(harness, (int)end.LastSeq);
        var records = await RecordsAsync(harness);
        records.Select(record => record.Type).Distinct().ShouldBe(
            metadata
                ? ["warcinfo", "request", "metadata", "response", "revisit"]
                : ["warcinfo", "request", "response", "revisit"],
            ignoreOrder: true);
        records.Select(record => record.Truncated).ShouldContain("length");
        indexed.ShouldBe(records.Where(record => record.Line is not null).Select(record => record.Line!), ignoreOrder: true);
        (await ArchiveCheck.ShouldBeValidAsync(harness.ArchiveFolder)).ShouldBe(records.Count);
        harness.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task PageWithMoreLinksThanAMessageHolds_IsFollowedWhole()
    {
        const int links = 10_000;
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var padding = new string('x', 300);
        site.Page("/", links: Enumerable.Range(0, links).Select(i => $"/{padding}/{i}"));
        await using var harness = await EmbeddedHarness.StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Limited(depth: 0));
        var end = await harness.WaitForEndAsync(id);

        end.Counts.Discovered.ShouldBe(links + 1);
        end.Counts.Skipped["DepthLimit"].ShouldBe(links);
        (await harness.UrlsAsync(id)).Keys.ShouldContain(site.Url($"/{padding}/{links - 1}"));
        var objects = Path.Combine(harness.ArchiveFolder, "objects");
        Directory.Exists(objects).ShouldBeTrue();
        await Eventually.HoldsAsync(() => Task.FromResult(
            Directory.GetFiles(objects, "*", SearchOption.AllDirectories).Length == 0));
        harness.Log.Errors.ShouldBeEmpty();
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
    }

    [Fact]
    public async Task EndedCrawlThatAProcessLeftWithoutIndex_IsIndexedByTheNext()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Page("/");
        await using var harness = await EmbeddedHarness.StartAsync();
        await harness.CrawlAsync(CrawlSpecs.Of(site.Url()));
        await IndexAsync(harness, captures: 1);
        foreach (var file in Directory.GetFiles(harness.ArchiveFolder, "*.cdxj", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        await using (var connection = new SqliteConnection($"Data Source={harness.DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE crawl_counters SET indexed_seq = 0";
            (await command.ExecuteNonQueryAsync()).ShouldBe(1);
        }

        (await IndexAsync(harness, captures: 1)).ShouldHaveSingleItem().ShouldContain(site.Url("/"));
    }

    /// <summary>Five pages that never change, one that always does, and what is archived besides.</summary>
    private static FakeSite SiteOfAllKinds(FakeWeb web)
    {
        var site = web.AddSite();
        var served = 0;
        return site
            .Page("/", links: ["/gzip", "/chunked", "/etag", "/plain", "/moving", "/moved", "/gone", "/long"])
            .CompressedPage("/gzip", "gzip")
            .Handle("/chunked", async context =>
            {
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<p>one", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await context.Response.WriteAsync("<p>two", context.RequestAborted);
            })
            .ConditionalPage("/etag", "\"v1\"")
            .Page("/plain")
            .Handle("/moving", context => context.Response.WriteAsync(
                $"state {Interlocked.Increment(ref served)}", context.RequestAborted))
            .Redirect("/moved", "/plain", 301)
            .Respond("/gone", 410, "gone")
            .Respond("/long", 404, new string('x', 20_000));
    }

    private static async Task<IReadOnlyList<string>> IndexAsync(EmbeddedHarness harness, int captures)
    {
        List<string> lines = [];
        await Eventually.HoldsAsync(async () =>
        {
            lines = [];
            foreach (var file in Directory.EnumerateFiles(harness.ArchiveFolder, "*.cdxj", SearchOption.AllDirectories))
            {
                var read = await File.ReadAllLinesAsync(file);
                read.ShouldBe(read.Order(StringComparer.Ordinal));
                lines.AddRange(read.Select(FactsOf));
            }

            return lines.Count == captures;
        });
        return lines;
    }

    /// <summary>A line's facts without its key: what the record itself can say.</summary>
    private static string FactsOf(string line)
    {
        using var fields = JsonDocument.Parse(line[line.IndexOf('{', StringComparison.Ordinal)..]);
        string Field(string name) => fields.RootElement.GetProperty(name).GetString()!;
        var isUnmodified = Field("status") == "304";
        return string.Join(
            ' ', line.Split(' ')[1], Field("url"), Field("mime") == "warc/revisit" ? "revisit" : "response",
            Field("status"), isUnmodified ? "" : Field("digest"), Field("length"), Field("offset"), Field("filename"));
    }

    private static async Task<IReadOnlyList<(string Type, string? Truncated, string? Line)>> RecordsAsync(
        EmbeddedHarness harness)
    {
        var records = new List<(string, string?, string?)>();
        foreach (var path in Directory.EnumerateFiles(harness.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories))
        {
            await using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = file.Length;
            await using var reader = new WarcReader(file);
            var record = await reader.ReadAsync(CancellationToken.None);
            while (record is not null)
            {
                var known = (record.Type!, record["WARC-Truncated"], record.MemberOffset!.Value);
                var facts = await FactsOfAsync(record);
                record = await reader.ReadAsync(CancellationToken.None);
                var end = record?.MemberOffset ?? length;
                var line = facts is null
                    ? null
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{facts} {end - known.Value} {known.Value} {Path.GetFileName(path)}");
                records.Add((known.Item1, known.Item2, line));
            }
        }

        return records;
    }

    /// <summary>Null for what a crawl does not store: redirects and errors.</summary>
    private static async Task<string?> FactsOfAsync(WarcRecord record)
    {
        if (record.Type is not ("response" or "revisit"))
        {
            return null;
        }

        using var block = new StreamReader(record.Block);
        var status = (await block.ReadLineAsync())!.Split(' ')[1];
        var time = string.Concat(record["WARC-Date"]!.Where(char.IsAsciiDigit))[..14];
        return status is "200" or "304"
            ? string.Join(' ', time, record["WARC-Target-URI"], record.Type, status, record["WARC-Payload-Digest"] ?? "")
            : null;
    }
}
