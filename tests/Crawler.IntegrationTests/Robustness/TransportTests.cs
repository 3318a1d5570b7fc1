using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Connections that end, hang or speak another protocol, and names that lead nowhere.</summary>
/// <remarks>
/// The downloader speaks HTTP/1.1 alone. The HTTP/2 cases are therefore servers that answer with frames all the same:
/// none may be taken for an answer, hold a fetch longer than its limits, or be read beyond them.
/// </remarks>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class TransportTests(ITestOutputHelper output)
{
    public const string Area = "transport";

    private const int Limit = 64 * 1024;
    private const string Html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    private const string Settings = "\0\0\0\u0004\0\0\0\0\0";
    private const string Headers = "\0\0\u0001\u0001\u0004\0\0\0\u0001\u0088";
    private const string ResetStream = "\0\0\u0004\u0003\0\0\0\0\u0001\0\0\0\u0008";
    private const string Data = "\0\0\u0005\0\0\0\0\0\u0001hello";
    private const string GoAway = "\0\0\u0008\u0007\0\0\0\0\0\0\0\0\0\0\0\0\0";

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-016"] = scenario => scenario
            .On("/", RawAnswers.Reset, "Failed(Body)", "Failed(Connect)").Check(TriedAgain),
        ["http-018"] = scenario => scenario
            .On("/", RawAnswers.Close("HTTP/1.1 200 OK\r\nContent-Ty"), "Failed(Body)").Check(TriedAgain),
        ["http-020"] = scenario => scenario
            .On("/", RawAnswers.Keep("HTTP/1.1 200 OK\r\nbad header line\r\nContent-Length: 2\r\n\r\nok"), "Fetched",
                "Failed(Body)"),
        ["http-026"] = scenario => scenario.On("/", RawAnswers.Silence, "Failed(Timeout)").Check(TriedAgain),
        ["http-028"] = scenario => scenario
            .On("/", RawAnswers.Stall($"{Html}Content-Length: 1000\r\n\r\nhalf"), "Failed(Timeout)").Check(TriedAgain),
        ["http-029"] = scenario => scenario
            .On("/", RawAnswers.Close(Settings + ResetStream), "Failed(Body)").Check(TriedAgain),
        ["http-030"] = scenario => scenario
            .On("/", RawAnswers.Close(Settings + Headers + Data + ResetStream), "Failed(Body)"),
        ["http-031"] = scenario => scenario
            .On("/", RawAnswers.FirstThen(RawAnswers.Close(Settings + GoAway), RawAnswers.Page("On a new connection")),
                "Fetched")
            .Check(outcome =>
            {
                outcome.Page("/").Title.ShouldBe("On a new connection");
                var asked = outcome.Host.Requests.Where(request => request.Target == "/").ToList();
                asked.Count.ShouldBe(2);
                asked[1].Connection.ShouldNotBe(asked[0].Connection);
            }),
        ["http-033"] = scenario => scenario
            .On("/", RawAnswers.Endless(Settings + Headers, DataFrame(16 * 1024)), "Failed(Body)"),
        ["http-036"] = scenario => scenario
            .On("/204", RawAnswers.Keep("HTTP/1.1 204 No Content\r\nContent-Length: 100\r\n\r\n"), "Fetched")
            .On("/304", RawAnswers.Keep("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n"), "Failed(Body)")
            .Check(outcome => outcome.Page("/204").Bytes.ShouldBe(0)),
        ["http-037"] = scenario => scenario
            .Link("http://-bad-.example/", "Failed(Dns)").Link("http://xn--a.example/", "Failed(Dns)"),
        ["http-038"] = scenario => scenario
            .Link("http://nowhere.example/", "Failed(Dns)")
            .Check(outcome => scenario.Web.Names.Asked.Count(name => name == "nowhere.example").ShouldBe(2)),
        ["http-040"] = scenario => scenario
            .On("/", RawAnswers.Status(
                "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n"), "Failed(Http4xx)")
            .Check(outcome =>
            {
                outcome.Asked("/").ShouldBe(1);
                outcome.Heads("/")
                    .ShouldAllBe(head => !head.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
            }),
        ["http-042"] = NothingLeaks,

        ["closed-without-a-word"] = scenario => scenario
            .On("/", RawAnswers.Close(""), "Failed(Body)")
            .Check(outcome => outcome.Asked("/").ShouldBeLessThanOrEqualTo(4)),
        ["stall-in-headers"] = scenario => scenario
            .On("/", RawAnswers.Stall(Html), "Failed(Timeout)"),
        ["reset-in-body"] = scenario => scenario
            .On("/", ResetIn($"{Html}Content-Length: 1000\r\n\r\nhalf"), "Failed(Body)").Check(TriedAgain),
        ["no-length"] = scenario => scenario
            .On("/", RawAnswers.Close($"{Html}\r\n<title>To the end</title>"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("To the end")),
        ["empty-body"] = scenario => scenario
            .On("/", RawAnswers.Content("text/html", []), "Fetched")
            .Check(outcome => outcome.Page("/").Bytes.ShouldBe(0)),
        ["closed-after-each-answer"] = scenario => scenario
            .On("/1", RawAnswers.Close($"{Html}Content-Length: 2\r\nConnection: close\r\n\r\nok"), "Fetched")
            .On("/2", RawAnswers.Close($"{Html}Content-Length: 2\r\n\r\nok"), "Fetched"),
        ["http-1.0"] = scenario => scenario
            .On("/", RawAnswers.Close("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Old</title>"),
                "Fetched"),
        ["name-without-address"] = scenario =>
        {
            scenario.Web.Names.Add("empty.example");
            scenario.Link("http://empty.example/", "Failed(Dns)");
        },
        ["refused"] = scenario => scenario.Link("http://127.0.0.1:2/", "Failed(RobotsUnreachable)"),
        ["ports-of-other-protocols"] = scenario => scenario
            .Link("http://127.0.0.1:25/", "Failed(AddressDenied)")
                .Link("http://127.0.0.1:6667/", "Failed(AddressDenied)"),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() => RobustnessCrawl.RunAsync(
        Area, Table, output, maxBytes: Limit);

    private static void NothingLeaks(Scenario scenario)
    {
        var other = scenario.AddHost().On("/", RawAnswers.Page("Other"));
        var redirect = RawAnswers.Status("302 Found", $"Location: {other.Url()}\r\nSet-Cookie: secret=1\r\n");
        scenario.Host.On("/", redirect);
        scenario
            .Link(scenario.Host.Url("/", $"user:secret@{scenario.Host.EndPoint.Address}"), "Redirected")
            .Ends(other.Url(), "Fetched")
            .Check(_ => other.Requests.ShouldAllBe(request => !request.Head.Contains("secret", StringComparison.Ordinal)
                && !request.Head.Contains("Authorization", StringComparison.OrdinalIgnoreCase)));
    }

    private static void TriedAgain(ScenarioOutcome outcome) => outcome.Asked("/").ShouldBe(2);

    private static RawAnswer ResetIn(string beginning) => async (connection, cancellationToken) =>
    {
        await connection.WriteAsync(beginning, cancellationToken);
        connection.Reset();
    };

    private static byte[] DataFrame(int bytes) =>
        [0, (byte)(bytes >> 8), (byte)bytes, 0, 0, 0, 0, 0, 1, .. new byte[bytes]];
}
