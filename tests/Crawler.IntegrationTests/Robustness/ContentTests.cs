using System.Text;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Bodies that are not what they are called, or more than anybody reads.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class ContentTests(ITestOutputHelper output)
{
    public const string Area = "content";

    private const int Megabyte = 1024 * 1024;
    private const int Limit = 8 * Megabyte;

    private static readonly byte[] Koi = [.. "<title>"u8, 0xEB, 0xCF, 0xD4, .. "</title>"u8];
    private static readonly byte[] Link = "<title>Read</title><a href='/never'>x</a>"u8.ToArray();

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-114"] = scenario => scenario
            .On("/plain", RawAnswers.Content("text/html;charset=koi8-r", Koi), "Fetched")
            .On("/quoted", RawAnswers.Content("text/html; Charset=\"KOI8-R\"", Koi), "Fetched")
            .On("/spaced", RawAnswers.Content("text/html ; charset=koi8-r ; x=y", Koi), "Fetched")
            .On("/alias", RawAnswers.Content("text/html; charset=koi", Koi), "Fetched")
            .On("/single", RawAnswers.Content("text/html; charset='koi8-r'", [.. "<meta charset=koi8-r>"u8, .. Koi]),
                "Fetched")
            .Check(outcome => ((string[])["/plain", "/quoted", "/spaced", "/alias", "/single"])
                .ShouldAllBe(target => outcome.Page(target).Title == "Кот")),
        ["http-115"] = scenario => scenario
            .On("/", RawAnswers.Content(
                "text/html; charset=iso-8859-1", [0xEF, 0xBB, 0xBF, .. "<title>Кот</title>"u8]), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Кот")),
        ["http-116"] = scenario => scenario
            .On("/late", RawAnswers.Content("text/html", Meta(before: 2_000)), "Fetched")
            .On("/early", RawAnswers.Content("text/html", Meta(before: 100)), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/late").Title.ShouldNotBe("Кот");
                outcome.Page("/early").Title.ShouldBe("Кот");
            }),
        ["http-119"] = scenario => scenario.On("/", Attachment("filename=\"../../etc/passwd\""), "Fetched")
            .Check(NoFileIsNamedBySite),
        ["http-120"] = scenario => scenario.On("/", Attachment("filename*=utf-8''a%0d%0ab"), "Fetched")
            .Check(NoFileIsNamedBySite),
        ["http-122"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", Encoding.ASCII.GetBytes(
                "<title>Many</title><p " + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"a{i} "))
                    + "><a href=/next>x</a>")), "Fetched")
            .Leads("/next", RawAnswers.Page("Next"), "Fetched"),
        ["http-124"] = scenario => scenario
            .On("/", RawAnswers.Content("text/plain", new byte[50 * Megabyte]), "Skipped(TooLarge)")
            .On("/chunked",
                RawAnswers.Endless("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", new byte[Megabyte]),
                    "Skipped(TooLarge)")
            .On("/below",
                RawAnswers.Content("text/html", [.. "<title>Long</title>"u8, .. Filled(Limit - 100, (byte)'x')]),
                    "Fetched")
            .Check(outcome => outcome.Page("/below").Title.ShouldBe("Long")),
        ["http-125"] = scenario => scenario
            .On("/xml-as-html",
                RawAnswers.Content("text/html", "<?xml version='1.0'?><rss><a href='/x'/>]]></rss>"u8.ToArray()),
                    "Fetched")
            .On("/html-as-xml", RawAnswers.Content("application/xml", "<p><br><title>x</p>&nbsp;"u8.ToArray()),
                "Fetched")
            .On("/xhtml", RawAnswers.Content("application/xhtml+xml", "<html><title>Broken</b></html"u8.ToArray()),
                "Fetched")
            .Leads("/x", RawAnswers.Page("X"), "Fetched"),
        ["http-126"] = scenario => scenario
            .On("/a.zip", RawAnswers.Content("application/zip", [.. "PK\u0003\u0004"u8, .. Link]), "Fetched")
            .On("/b.pdf", RawAnswers.Content("application/pdf", [.. "%PDF-1.7\n"u8, .. Link]), "Fetched")
            .On("/c", RawAnswers.Content("video/mp4", Link), "Fetched")
            .On("/d.png", RawAnswers.Content("", [.. "\u0089PNG\r\n"u8, .. Link]), "Fetched")
            .On("/e.txt", RawAnswers.Content("text/plain", Link), "Fetched")
            .Check(outcome =>
            {
                outcome.Asked("/never").ShouldBe(0);
                ((string[])["/a.zip", "/b.pdf", "/c", "/d.png", "/e.txt"])
                    .ShouldAllBe(target => outcome.Page(target).Title == null);
            }),

        ["no-type"] = scenario => scenario
            .On("/", RawAnswers.Keep("HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n<!doctype html><title>Sniffe"),
                "Fetched"),
        ["garbage-type"] = scenario => scenario
            .On("/", RawAnswers.Content(";;\"=,/", Link), "Fetched")
            .On("/long", RawAnswers.Content("text/" + new string('x', 10_000), Link), "Fetched"),
        ["unknown-charset"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html; charset=klingon", "<title>Plain</title>"u8.ToArray()), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Plain")),
        ["utf-16-without-bom"] = scenario => scenario
            .On("/", RawAnswers.Content(
                "text/html; charset=utf-16le", Encoding.Unicode.GetBytes("<title>Wide</title>")), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Wide")),
        ["broken-utf-8"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html; charset=utf-8", [.. "<title>a"u8, 0xFF, 0xC0, .. "b</title>"u8]),
                "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldStartWith("a\uFFFD")),
        ["deep-nesting"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", Encoding.ASCII.GetBytes(
                "<title>Deep</title>" + string.Concat(Enumerable.Repeat("<div><template>", 200_000)))), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Deep")),
        ["title-without-end"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", [.. "<title>"u8, .. Filled(4 * Megabyte, (byte)'t')]), "Fetched"),
        ["attribute-without-end"] = scenario => scenario
            .On("/", RawAnswers.Content(
                "text/html", [.. "<title>Cut</title><a href=\""u8, .. Filled(4 * Megabyte, (byte)'h')]), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Cut")),
        ["binary-as-html"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 167))]),
                "Fetched"),
        ["a-million-links"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", Encoding.ASCII.GetBytes(
                "<title>Links</title>" + string.Concat(Enumerable.Repeat("<a href=mailto:a@b>", 400_000)))), "Fetched"),
        ["entities-without-end"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", Encoding.ASCII.GetBytes(
                "<title>" + string.Concat(
                    Enumerable.Repeat("&CounterClockwiseContourIntegral;&#x110000;&#xD800;", 20_000)))), "Fetched"),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() => RobustnessCrawl.RunAsync(
        Area, Table, output, maxBytes: Limit);

    private static RawAnswer Attachment(string parameter) => RawAnswers.Content(
        "application/octet-stream", "root:x:0:0"u8.ToArray(), $"Content-Disposition: attachment; {parameter}\r\n");

    /// <summary>
    /// Bodies go to the archive under the crawl's own file names; the field is kept as what was sent.
    /// </summary>
    private static void NoFileIsNamedBySite(ScenarioOutcome outcome)
    {
        outcome.Archived("/")!.Http.ShouldContain("Content-Disposition: attachment");
        outcome.Crawl.Files.ShouldAllBe(file => file.EndsWith(".warc.gz", StringComparison.Ordinal)
            || file.EndsWith(".cdxj", StringComparison.Ordinal)
            || file.EndsWith(".lock", StringComparison.Ordinal));
    }

    private static byte[] Meta(int before) =>
        [.. "<!--"u8, .. Filled(before, (byte)'x'), .. "--><meta charset=koi8-r>"u8, .. Koi];

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
