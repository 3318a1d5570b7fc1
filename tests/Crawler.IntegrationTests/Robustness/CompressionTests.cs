using System.Globalization;
using System.IO.Compression;
using System.Text;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Bodies that are coded, wrongly coded, or unfold without end.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class CompressionTests(ITestOutputHelper output)
{
    public const string Area = "compression";

    private const int Megabyte = 1024 * 1024;
    private const int Limit = 8 * Megabyte;

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(HtmlText.Page("Coded"));

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-043"] = scenario => scenario.On("/", Sample("bomb-br.bin", "br"), "Skipped(TooLarge)"),
        ["http-045"] = scenario => scenario.On("/", Sample("bomb-deflate.bin", "deflate"), "Skipped(TooLarge)"),
        ["http-046"] = scenario => scenario
            .On("/", Sample("bomb-zstd.bin", "zstd"), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/").Bytes.ShouldBe(1_096);
                outcome.Heads("/").ShouldAllBe(head => !head.Contains("zstd", StringComparison.OrdinalIgnoreCase));
            }),
        ["http-047"] = scenario => scenario.On("/", Coded(Members(7 * Megabyte), "gzip"), "Skipped(TooLarge)"),
        ["http-050"] = scenario => scenario
            .On("/sample", Sample("html-gzip-deflate.bin", "gzip, deflate"), "Fetched")
            .On("/two-fields", RawAnswers.Content(
                "text/html",
                SiteCompression.Encode(Page, "gzip, deflate"),
                "Content-Encoding: gzip\r\nContent-Encoding: deflate\r\n"), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/sample").Bytes.ShouldBeGreaterThan(10_000);
                outcome.Page("/two-fields").Title.ShouldBe("Coded");
            }),
        ["http-051"] = scenario => scenario
            .On("/", RawAnswers.PageWith("Content-Encoding: foo\r\n", "Not to be read", "/never"), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/").Title.ShouldBeNull();
                outcome.Asked("/never").ShouldBe(0);
                outcome.Archived("/")!.Http.ShouldContain("Content-Encoding: foo");
            }),
        ["http-054"] = scenario => scenario
            .On("/", Sample("html-rawdeflate.bin", "deflate"), "Fetched").Check(IsDecoded),
        ["http-057"] = scenario => scenario
            .On("/", Sample("truncated-crc-error.gz", "gzip"), "Failed(Body)")
            .On("/short", Sample("truncated-crc-error-short.gz", "gzip"), "Failed(Body)"),
        ["http-058"] = scenario => scenario
            .On("/", Coded([.. SiteCompression.Encode(Page, "gzip"), .. "garbage"u8], "gzip"), "Fetched")
            .Check(outcome => outcome.Page("/").Bytes.ShouldBe(Page.Length)),
        ["http-061"] = scenario => scenario
            .On("/", RawAnswers.Content(
                "application/gzip",
                SiteCompression.Encode(Bytes("feed-sample1.xml.gz"), "gzip"),
                "Content-Encoding: gzip\r\n"), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/").ContentType.ShouldBe("application/gzip");
                outcome.Page("/").Bytes.ShouldBe(Bytes("feed-sample1.xml.gz").Length);
            }),
        ["http-062"] = scenario => scenario
            .On("/", RawAnswers.Endless(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", Member(Megabyte)),
                    "Skipped(TooLarge)"),

        ["gzip-bomb"] = scenario => scenario.On("/", Sample("bomb-gzip.bin", "gzip"), "Skipped(TooLarge)"),
        ["gzip"] = scenario => scenario.On("/", Sample("html-gzip.bin", "gzip"), "Fetched").Check(IsDecoded),
        ["x-gzip"] = scenario => scenario
            .On("/", Coded(SiteCompression.Encode(Page, "gzip"), "X-GZip"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Coded")),
        ["br"] = scenario => scenario.On("/", Sample("html-br.bin", "br"), "Fetched").Check(IsDecoded),
        ["zlib"] = scenario => scenario.On("/", Sample("html-zlibdeflate.bin", "deflate"), "Fetched").Check(IsDecoded),
        ["three-layers"] = scenario => scenario
            .On("/", Sample("html-gzip-deflate-gzip.bin", "gzip, deflate, gzip"), "Fetched").Check(IsDecoded),
        ["a-hundred-layers"] = scenario => scenario
            .On("/", Coded(SiteCompression.Encode(Page, "gzip"), string.Join(", ", Enumerable.Repeat("gzip", 100))),
                "Skipped(TooLarge)"),
        ["zstd-pages"] = scenario => scenario
            .On("/", Sample("html-zstd-static-content-size.bin", "zstd"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBeNull()),
        ["gzip-ends-early"] = scenario => scenario.On("/", Sample("unexpected-eof.gz", "gzip"), "Failed(Body)"),
        ["plain-called-gzip"] = scenario => scenario.On("/", Coded(Page, "gzip"), "Failed(Body)"),
        ["gzip-not-declared"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", SiteCompression.Encode(Page, "gzip")), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBeNull()),
        ["empty-called-gzip"] = scenario => scenario.On("/", Coded([], "gzip"), "Fetched"),
        ["identity"] = scenario => scenario
            .On("/", Coded(Page, "identity"), "Fetched").Check(outcome => outcome.Page("/").Title.ShouldBe("Coded")),
        ["two-members"] = scenario => scenario
            .On("/", Coded([.. SiteCompression.Encode(Page, "gzip"), .. Member(100)], "gzip"), "Fetched")
            .Check(outcome => outcome.Page("/").Bytes.ShouldBe(Page.Length + 100)),
        ["bomb-in-a-bomb"] = scenario => scenario
            .On("/", Coded(SiteCompression.Encode(Members(Megabyte), "gzip"), "gzip, gzip"), "Skipped(TooLarge)"),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() => RobustnessCrawl.RunAsync(
        Area, Table, output, maxBytes: Limit);

    /// <summary>
    /// Gzip members of zeros that together are about as long as asked, and unfold to a thousand times that.
    /// </summary>
    internal static byte[] Members(int about)
    {
        var member = Member(Megabyte);
        var members = new byte[about / member.Length * member.Length];
        for (var start = 0; start < members.Length; start += member.Length)
        {
            member.CopyTo(members, start);
        }

        return members;
    }

    private static byte[] Member(int zeros)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(new byte[zeros]);
        }

        return packed.ToArray();
    }

    private static byte[] Bytes(string name) => File.ReadAllBytes(CaseFiles.Path("http", "compressed", name));

    private static RawAnswer Sample(string name, string coding) => Coded(Bytes(name), coding);

    private static RawAnswer Coded(byte[] body, string coding) =>
        RawAnswers.Content(
            "text/html", body, string.Create(CultureInfo.InvariantCulture, $"Content-Encoding: {coding}\r\n"));

    private static void IsDecoded(ScenarioOutcome outcome) => outcome.Page("/").Title.ShouldNotBeNullOrEmpty();
}
