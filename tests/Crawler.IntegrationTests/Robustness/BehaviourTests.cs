using System.Globalization;

using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Cases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Sites that refuse, fail, or have no end.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class BehaviourTests(ITestOutputHelper output)
{
    public const string Area = "behaviour";

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-143"] = scenario => scenario.WithoutAfter()
            .On("/", RawAnswers.Status("503 Busy", "Retry-After: 999999999\r\n"), "Failed(Throttled)"),
        ["http-144"] = scenario => scenario
            .On("/", RawAnswers.FirstThen(RawAnswers.Status("503 Busy", "Retry-After: -1\r\n"), RawAnswers.Page("A")),
                "Fetched")
            .On("/b", RawAnswers.FirstThen(
                RawAnswers.Status("429 Slow", "Retry-After: abc\r\n"), RawAnswers.Page("B")), "Fetched"),
        ["http-146"] = scenario => scenario
            .On("/", RawAnswers.Status("500 Broken"), "Failed(Http5xx)")
            .Check(outcome =>
            {
                outcome.Asked("/").ShouldBe(2);
                outcome.Row("/").HttpStatus.ShouldBe(500);
            }),
        ["http-148"] = scenario => scenario
            .On("/", RawAnswers.Status("304 Not Modified"), "Failed(Body)")
            .Check(outcome => outcome.Row("/").HttpStatus.ShouldBe(304)),
        ["http-149"] = scenario => scenario
            .On("/", RawAnswers.Keep(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nok"), "Fetched")
            .Check(outcome => outcome.Page("/").Status.ShouldBe(206)),
        ["http-150"] = scenario => scenario
            .On("/nul", Validated("W/\"\0\"", "Sun, 22 Nov\u00a0\u0007"), "Fetched", "Failed(Body)")
            .On("/bytes", Validated("W/\"\u00ff\u0001\"", "\u00e9t\u00e9"), "Fetched", "Failed(Body)")
            .On("/long", Validated(new string('e', 5_000), new string('l', 5_000)), "Fetched")
            .Check(outcome =>
            {
                outcome.Row("/nul").ETag.ShouldNotBe("W/\"\0\"");
                ((string[])["/bytes", "/long"]).ShouldAllBe(
                    target => outcome.Row(target).ETag == null && outcome.Row(target).LastModified == null);
            }),
        ["http-151"] = scenario => Refusals(scenario),
        ["http-152"] = scenario => scenario
            .On("/", RawAnswers.Page("Not found"), "Fetched")
            .Check(outcome => outcome.Page("/").Title.ShouldBe("Not found")),

        ["retry-after-a-date"] = scenario => scenario
            .On("/", RawAnswers.FirstThen(
                RawAnswers.Status("503 Busy", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"),
                    RawAnswers.Page("Past")), "Fetched"),
        ["error-that-passes"] = scenario => scenario
            .On("/", RawAnswers.FirstThen(RawAnswers.Status("502 Bad"), RawAnswers.Page("Good")), "Fetched"),
        ["no-content"] = scenario => scenario
            .On("/204", RawAnswers.Keep("HTTP/1.1 204 No Content\r\n\r\n"), "Fetched")
            .On("/205", RawAnswers.Status("205 Reset Content"), "Fetched"),
        ["robots-of-html"] = scenario => scenario
            .On("/", RawAnswers.Page("Allowed"), "Fetched")
            .Host.On("/robots.txt", RawAnswers.Page("Not robots")),
    };

    private static readonly Dictionary<string, Action<Scenario>> Endless = new(StringComparer.Ordinal)
    {
        ["http-153"] = scenario => Trap(scenario, "/cal?d=0", target => [Next(target, "/cal?d=")]),
        ["http-154"] = scenario => Trap(scenario, "/a/b", target => [target + "/a/b", target + "/a"]),
        ["http-155"] = scenario =>
            Trap(scenario, "/page", _ => Enumerable.Range(0, 3).Select(_ => $"/page?sid={Guid.NewGuid():n}")),
        ["http-156"] = scenario =>
        {
            const string Parent = "wide.example";
            scenario.Web.Names.Add($"*.{Parent}", scenario.Host.EndPoint.Address);
            Trap(scenario, "/", _ => Enumerable.Range(0, 3)
                .Select(_ => $"http://{Guid.NewGuid():n}.{Parent}:{scenario.Host.EndPoint.Port}/"));
        },
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() =>
        RobustnessCrawl.RunAsync(Area, Table, output, maxBytes: 1024 * 1024, Endless);

    [Fact]
    public async Task GarbageValidators_AreNotSentBack()
    {
        await using var host = new RawHost();
        host.On("/", Validated("W/\"\u00ff\"", "yesterday\u00ff"));
        await using var harness = await EmbeddedHarness.StartAsync();
        var again = new ContinuousSpec { RecrawlAfter = TimeSpan.FromSeconds(1) };
        var spec = CrawlSpecs.Of(host.Url()) with { Continuous = again };

        var id = await harness.SubmitAsync(spec);
        await Eventually.HoldsAsync(() => host.Requests.Count(request => request.Target == "/") >= 2);
        await harness.CommandAsync(new CancelCrawl { CrawlId = id });
        await harness.WaitForEndAsync(id);

        host.Requests.ShouldAllBe(request => !request.Head.Contains("If-", StringComparison.Ordinal));
    }

    private static RawAnswer Validated(string etag, string lastModified) =>
        RawAnswers.PageWith($"ETag: {etag}\r\nLast-Modified: {lastModified}\r\n", "Validated");

    private static void Refusals(Scenario scenario)
    {
        foreach (var status in (int[])[401, 403, 404, 410, 451])
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"/{status}");
            scenario.On(target, RawAnswers.Status($"{status} No"), status is 404 or 410 ? "Gone" : "Failed(Http4xx)")
                .Check(outcome =>
                {
                    outcome.Asked(target).ShouldBe(1);
                    outcome.Row(target).HttpStatus.ShouldBe(status);
                });
        }
    }

    /// <summary>A site of which every page leads to further ones; the limits of the crawl end it.</summary>
    private static void Trap(Scenario scenario, string entry, Func<string, IEnumerable<string>> links)
    {
        scenario.Host.OnOthers(RawAnswers.ByTarget(target => RawAnswers.Page("Trap", links(target))));
        scenario.Link(scenario.Host.Url(entry), "Fetched")
            .Check(outcome =>
            {
                outcome.Crawl.Pages.Count.ShouldBeLessThanOrEqualTo(RobustnessCrawl.MostPages);
                outcome.Crawl.Pages.ShouldAllBe(page => page.Depth <= RobustnessCrawl.MostDepth);
            });
    }

    private static string Next(string target, string prefix) =>
        FormattableString.Invariant($"{prefix}{int.Parse(target[prefix.Length..], CultureInfo.InvariantCulture) + 1}");
}
