using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Answers that are not what HTTP says an answer is.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class MalformedTests(ITestOutputHelper output)
{
    public const string Area = "malformed";

    private const int Kilobyte = 1024;
    private const int Limit = 64 * Kilobyte;
    private const string Html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-003"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Client-Transfer-Encoding: chunked\r\n\r\nplain"), "Fetched")
            .Check(outcome => outcome.Page("/").Bytes.ShouldBe(5)),
        ["http-004"] = scenario => scenario
            .On("/", RawAnswers.Close(
                "HTTP/1.1 302 Found\r\nLocation: /to\r\nTransfer-Encoding: chunked\r\n\r\nNot a valid chunk."),
                    "Redirected")
            .Leads("/to", RawAnswers.Page("To"), "Fetched"),
        ["http-006"] = scenario => scenario
            .On("/", RawAnswers.PageWith("Set-Cookie: a;\r\n  Max-Age=3600;\r\n  Version=1\r\n", "Folded"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Folded")),
        ["http-008"] = scenario => scenario
            .On("/", RawAnswers.Close(Chunked(80, Kilobyte)), "Skipped(TooLarge)")
            .Check(outcome => CutAtLimitWhereKept(outcome, "/")),
        ["http-009"] = scenario => scenario
            .On("/63", Sized(Limit - Kilobyte), "Fetched")
            .On("/64", Sized(Limit), "Fetched")
            .On("/65", Sized(Limit + Kilobyte), "Skipped(TooLarge)")
            .Check(outcome =>
            {
                outcome.Page("/63").Bytes.ShouldBe(Limit - Kilobyte);
                outcome.Page("/64").Bytes.ShouldBe(Limit);
                outcome.Archived("/63")!.Truncated.ShouldBeNull();
                outcome.Archived("/64")!.Truncated.ShouldBeNull();
                CutAtLimitWhereKept(outcome, "/65");
            }),
        ["http-010"] = scenario => scenario
            .On("/63", Coded(Limit - Kilobyte), "Fetched")
            .On("/64", Coded(Limit), "Fetched")
            .On("/65", Coded(Limit + Kilobyte), "Skipped(TooLarge)")
            .Check(outcome => outcome.Page("/64").Bytes.ShouldBe(Limit)),
        ["http-011"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Content-Length: 50000\r\n\r\n<title>cut</tit"), "Failed(Body)")
            .Check(outcome =>
            {
                outcome.Asked("/").ShouldBe(2);
                (outcome.Archived("/") is { Truncated: null }).ShouldBeFalse();
            }),
        ["http-013"] = scenario => scenario
            .Link(scenario.Host.Url("?171"), "Fetched")
            .Check(outcome => outcome.Asked("/?171").ShouldBe(1))
            .Host.On("/?171", RawAnswers.Page("Query alone")),
        ["http-014"] = scenario => scenario
            .On("/upper", Fielded("LOCATION: /a"), "Redirected").Leads("/a", RawAnswers.Page("A"), "Fetched")
            .On("/lower", Fielded("location: /b"), "Redirected").Leads("/b", RawAnswers.Page("B"), "Fetched")
            .On("/misspelt", Fielded("Loction: /c"), "Failed(Body)")
            .Check(outcome => outcome.Asked("/c").ShouldBe(0)),

        ["no-status"] = scenario => scenario
            .On("/", RawAnswers.Close("<title>HTTP/0.9</title>"), "Failed(Body)"),
        ["no-reason"] = scenario => scenario
            .On("/", RawAnswers.Keep($"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok"), "Fetched"),
        ["status-of-letters"] = scenario => scenario
            .On("/", RawAnswers.Close("HTTP/1.1 abc OK\r\n\r\n"), "Failed(Body)"),
        ["chunks-end-early"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), "Failed(Body)")
            .Check(outcome => (outcome.Archived("/") is { Truncated: null }).ShouldBeFalse()),
        ["chunked-200-is-no-chunk"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Transfer-Encoding: chunked\r\n\r\nNot a valid chunk."), "Failed(Body)"),
        ["empty-location"] = scenario => scenario
            .On("/", Fielded("Location: "), "Failed(Body)"),
        ["location-without-target"] = scenario => scenario
            .On("/", Fielded("Location: http://[broken"), "Failed(Body)"),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() => RobustnessCrawl.RunAsync(
        Area, Table, output, maxBytes: Limit);

    private static RawAnswer Fielded(string field) => RawAnswers.Status("302 Found", field + "\r\n");

    private static RawAnswer Sized(int bytes) => RawAnswers.Content("text/plain", new byte[bytes]);

    private static RawAnswer Coded(int bytes) => RawAnswers.Content(
        "text/plain", SiteCompression.Encode(new byte[bytes], "gzip"), "Content-Encoding: gzip\r\n");

    private static string Chunked(int chunks, int bytes) =>
        $"{Html}Transfer-Encoding: chunked\r\n\r\n"
        + string.Concat(Enumerable.Repeat($"{bytes:x}\r\n{new string('x', bytes)}\r\n", chunks))
        + "0\r\n\r\n";

    /// <summary>A body over the limit is no page; what the archive keeps of it is marked.</summary>
    private static void CutAtLimitWhereKept(ScenarioOutcome outcome, string target)
    {
        if (outcome.Archived(target) is { } kept)
        {
            kept.Truncated.ShouldBe("length");
            kept.Body.Length.ShouldBe(Limit);
        }
    }
}
