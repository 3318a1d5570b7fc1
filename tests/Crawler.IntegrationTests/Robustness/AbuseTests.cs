using System.Text;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Servers that mean harm: endless, oversized, ambiguous and smuggled answers.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class AbuseTests(ITestOutputHelper output)
{
    public const string Area = "abuse";

    private const int Limit = 64 * 1024;
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Html = $"{Ok}Content-Type: text/html\r\n";
    private const string Smuggled = $"{Html}Content-Length: 23\r\n\r\n<title>Smuggled</title>";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-081"] = scenario => scenario.On("/", RawAnswers.Drip($"{Ok}X: ", "a", Tick), "Failed(Timeout)"),
        ["http-083"] = scenario => scenario
            .On("/", RawAnswers.Drip(
                $"{Html}Transfer-Encoding: chunked\r\n\r\n", $"400\r\n{new string('x', 1024)}\r\n", 2 * Tick),
                "Failed(Timeout)", "Skipped(TooLarge)"),
        ["http-084"] = scenario => scenario.On("/", Endless(Ok, "X-N: 1\r\n"), "Failed(Body)"),
        ["http-085"] = scenario => scenario
            .On("/", Endless("", "HTTP/1.1 100 Continue\r\n\r\n"), "Failed(Body)", "Failed(Timeout)"),
        ["http-086"] = scenario => scenario
            .On("/", RawAnswers.Keep(
                $"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n{Html}Content-Length: 17\r\n\r\n<title>Ok</title>"),
                    "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Ok")),
        ["http-087"] = scenario => scenario
            .On("/", RawAnswers.Close("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
                "Failed(Body)"),
        ["http-088"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello\r\n"),
                "Failed(Body)"),
        ["http-091"] = scenario => scenario
            .On("/", RawAnswers.Keep($"{Html}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), "Fetched",
                "Failed(Body)"),
        ["http-092"] = scenario => scenario
            .On("/", RawAnswers.Keep(
                $"{Html}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/").Bytes.ShouldBe(5);
                var connection = outcome.Host.Requests.Single(request => request.Target == "/").Connection;
                outcome.Host.Requests.Last(request => request.Connection == connection).Target.ShouldBe("/");
            }),
        ["http-095"] = scenario => scenario
            .On("/", RawAnswers.Keep(
                "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 17\n\n<title>Lf</title>"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Lf")),
        ["http-096"] = scenario => scenario
            .On("/", RawAnswers.Close($"\r\n\r\n{Html}Content-Length: 2\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["http-097"] = scenario => scenario
            .On("/", RawAnswers.Keep($"{Html}Content-Length: 2\r\n\r\nok{Smuggled}"), "Fetched")
            .On("/none", RawAnswers.Keep($"HTTP/1.1 204 No Content\r\n\r\n{Smuggled}"), "Fetched")
            .On("/chunked", RawAnswers.Keep($"{Html}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}"), "Fetched")
            .Check(outcome => outcome.Crawl.Pages.ShouldAllBe(page => page.Title != "Smuggled")),
        ["http-100"] = scenario => scenario
            .On("/", RawAnswers.Close("HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["http-101"] = scenario => scenario
            .On("/", RawAnswers.Keep("HTTP/1.1 999 x\r\nContent-Length: 6\r\n\r\ndenied"), "Failed(Http5xx)")
            .Check(outcome =>
            {
                outcome.Row("/").HttpStatus.ShouldBe(999);
                outcome.Archived("/")!.Http.ShouldStartWith("HTTP/1.1 999");
                outcome.Archived("/")!.Body.ShouldBe("denied");
            }),
        ["http-104"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Ok}X: {new string('a', 1024 * 1024)}\r\nContent-Length: 2\r\n\r\nok"),
                "Failed(Body)"),
        ["http-106"] = scenario => scenario
            .On("/", RawAnswers.Keep($"{Ok}X: a\0b\r\nContent-Length: 2\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["http-108"] = scenario => scenario
            .On("/", RawAnswers.Keep("HTTP/1.1 500 Bad\rForged: line\r\nContent-Length: 0\r\n\r\n"), "Failed(Http5xx)",
                "Failed(Body)")
            .Check(outcome => outcome.Crawl.Log.ShouldNotContain("\rForged")),
        ["http-110"] = scenario => scenario
            .On("/", RawAnswers.PageWith(
                "Set-Cookie: stolen=1; Domain=com; Path=/\r\nSet-Cookie: b=2; Domain=1\r\n", "Cookies"), "Fetched")
            .Check(outcome => outcome.Host.Requests.ShouldAllBe(
                request => !request.Head.Contains("Cookie:", StringComparison.OrdinalIgnoreCase))),

        ["two-lengths"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"), "Failed(Body)",
                "Fetched"),
        ["negative-length"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Content-Length: -1\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["huge-length"] = scenario => scenario
            .On("/", RawAnswers.Stall($"{Html}Content-Length: 9223372036854775807\r\n\r\nok"), "Skipped(TooLarge)"),
        ["length-beyond-numbers"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Content-Length: 99999999999999999999\r\n\r\nok"), "Skipped(TooLarge)",
                "Fetched", "Failed(Body)"),
        ["negative-chunk"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
                "Failed(Body)"),
        ["endless-chunk-extension"] = scenario => scenario
            .On("/", Endless($"{Html}Transfer-Encoding: chunked\r\n\r\n5;", "extension"), "Failed(Body)"),
        ["endless-trailers"] = scenario => scenario
            .On("/", Endless($"{Html}Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-N: 1\r\n"), "Failed(Body)",
                "Failed(Timeout)"),
        ["endless-status-line"] = scenario => scenario.On("/", Endless("HTTP/1.1 200 ", "very "), "Failed(Body)"),
        ["endless-blank-lines"] = scenario => scenario.On("/", Endless("", "\r\n"), "Failed(Body)", "Failed(Timeout)"),
        ["endless-body-at-full-speed"] = scenario => scenario
            .On("/", RawAnswers.Endless($"{Html}\r\n", new byte[Limit]), "Skipped(TooLarge)"),
        ["endless-error-body"] = scenario => scenario
            .On("/", RawAnswers.Endless("HTTP/1.1 404 Not Found\r\n\r\n", new byte[Limit]), "Gone")
            .Check(outcome =>
            {
                outcome.Archived("/")!.Truncated.ShouldBe("length");
                outcome.Archived("/")!.Body.Length.ShouldBe(Limit);
            }),
        ["dripping-body"] = scenario => scenario
            .On("/", RawAnswers.Drip($"{Html}Content-Length: 10000\r\n\r\n", "x", Tick), "Failed(Timeout)"),
        ["status-of-four-digits"] = scenario =>
            scenario.On("/", RawAnswers.Close("HTTP/1.1 2000 OK\r\n\r\n"), "Failed(Body)"),
        ["status-0"] = scenario => scenario.On("/", RawAnswers.Close("HTTP/1.1 000 x\r\n\r\n"), "Failed(Body)"),
        ["space-before-colon"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Ok}Content-Length : 2\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["header-without-name"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Ok}: x\r\nContent-Length: 2\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["unknown-transfer-coding"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}Transfer-Encoding: foo\r\n\r\nok"), "Fetched", "Failed(Body)"),
        ["ten-thousand-cookies"] = scenario => scenario
            .On("/", RawAnswers.Close(Ok + string.Concat(Enumerable.Repeat("Set-Cookie: a=b\r\n", 10_000)) + "\r\nok"),
                "Failed(Body)"),
        ["endless-robots"] = scenario => scenario
            .On("/", RawAnswers.Page("Allowed"), "Fetched")
            .Host.On("/robots.txt", RawAnswers.Endless("HTTP/1.1 200 OK\r\n\r\n", "Disallow: /denied\n"u8.ToArray())),
        ["robots-hangs"] = scenario => scenario
            .WithoutAfter().On("/", RawAnswers.Page("Unasked"), "Failed(RobotsUnreachable)")
            .Host.On("/robots.txt", RawAnswers.Silence),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() => RobustnessCrawl.RunAsync(
        Area, Table, output, maxBytes: Limit);

    private static RawAnswer Endless(string beginning, string part) =>
        RawAnswers.Endless(beginning, Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(part, 100))));
}
