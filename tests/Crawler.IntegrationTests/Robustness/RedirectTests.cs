using System.Globalization;
using System.Text;

using Crawler.TestKit.Cases;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.IntegrationTests.Robustness;

/// <summary>Redirects that loop, lead elsewhere, or lead nowhere.</summary>
[Collection(Crawls.HostCollection.Name)]
[Trait("Category", "Cases")]
public sealed class RedirectTests(ITestOutputHelper output)
{
    public const string Area = "redirect";

    private const int MostHops = 10;

    private static readonly Dictionary<string, Action<Scenario>> Table = new(StringComparer.Ordinal)
    {
        ["http-064"] = scenario => scenario
            .On("/a", RawAnswers.Redirect("/b"), "Redirected")
            .Leads("/b", RawAnswers.Redirect("/a"), "Redirected")
            .Check(outcome => (outcome.Asked("/a"), outcome.Asked("/b")).ShouldBe((1, 1))),
        ["http-065"] = scenario => Chain(scenario, "/r?n=", hops: 10_000),
        ["http-066"] = scenario => Chain(scenario, "/chain/", hops: 21),
        ["http-067"] = scenario => scenario
            .On("/a/b/c", RawAnswers.Redirect("../x"), "Redirected").Leads("/a/x", RawAnswers.Page("X"), "Fetched"),
        ["http-068"] = scenario => scenario
            .On("/", RawAnswers.Redirect("/to#frag"), "Redirected").Leads("/to", RawAnswers.Page("To"), "Fetched")
            .Check(outcome => outcome.Host.Requests.ShouldAllBe(request => !request.Target.Contains('#'))),
        ["http-070"] = scenario => scenario
            .On("/", RawAnswers.Status("302 Found"), "Failed(Body)")
            .Check(outcome => outcome.Row("/").HttpStatus.ShouldBe(302)),
        ["http-072"] = scenario => scenario
            .On("/", RawAnswers.Redirect(Encoding.Latin1.GetString("/\u00fc b"u8)), "Redirected")
            .Leads("/%C3%BC%20b", RawAnswers.Page("Serialised"), "Fetched"),
        ["http-074"] = scenario => scenario
            .On("/", RawAnswers.Redirect("/private"), "Redirected")
            .Leads("/private", RawAnswers.Page("Private"), "Skipped(RobotsDenied)")
            .Check(outcome => outcome.Asked("/private").ShouldBe(0))
            .Host.On("/robots.txt",
                RawAnswers.Content("text/plain", "User-agent: *\nDisallow: /private\n"u8.ToArray())),
        ["http-075"] = scenario => ToAnotherHost(scenario),
        ["http-076"] = scenario => scenario
            .On("/seen", RawAnswers.Page("Seen"), "Fetched").On("/again", RawAnswers.Redirect("/seen"), "Redirected")
            .Check(outcome =>
            {
                outcome.Asked("/seen").ShouldBe(1);
                outcome.Page("/seen").Title.ShouldBe("Seen");
            }),
        ["http-077"] = scenario => Downgrade(scenario),
        ["http-078"] = scenario => scenario
            .On("/", RawAnswers.Status("300 Multiple Choices", "Location: /one\r\n"), "Failed(Body)")
            .Check(outcome => outcome.Row("/").HttpStatus.ShouldBe(300)),
        ["http-079"] = scenario => scenario
            .On("/", RawAnswers.Content(
                "text/html", "<title>Again</title><meta http-equiv=refresh content=0>"u8.ToArray()), "Fetched")
            .On("/self",
                RawAnswers.Content("text/html", "<meta http-equiv=refresh content='0;url=/self'>"u8.ToArray()),
                    "Fetched")
            .Check(outcome => (outcome.Asked("/"), outcome.Asked("/self")).ShouldBe((1, 1))),
        ["http-080"] = scenario => scenario
            .On("/", RawAnswers.PageWith("Refresh: 0; url=/x\r\n", "Refreshing"), "Fetched")
            .Leads("/x", RawAnswers.Page("X"), "Fetched")
            .On("/text", RawAnswers.Content("text/plain", "x"u8.ToArray(), "Refresh: 5;URL='/y'\r\n"), "Fetched")
            .Leads("/y", RawAnswers.Page("Y"), "Fetched")
            .On("/nofollow", RawAnswers.PageWith("Refresh: 0; url=/z\r\nX-Robots-Tag: nofollow\r\n", "No"), "Fetched")
            .Check(outcome => outcome.Asked("/z").ShouldBe(0)),

        ["to-itself"] = scenario => scenario
            .On("/", RawAnswers.Redirect("/"), "Failed(RedirectLimit)")
            .Check(outcome => outcome.Asked("/").ShouldBe(MostHops + 1)),
        ["every-status"] = scenario => EveryStatus(scenario),
        ["to-no-web"] = scenario => scenario
            .On("/mail", RawAnswers.Redirect("mailto:a@b.example"), "Failed(Body)")
            .On("/file", RawAnswers.Redirect("file:///etc/passwd"), "Failed(Body)")
            .On("/script", RawAnswers.Redirect("javascript:alert(1)"), "Failed(Body)"),
        ["relative-forms"] = scenario => scenario
            .On("/d/query", RawAnswers.Redirect("?q=1"), "Redirected")
                .Leads("/d/query?q=1", RawAnswers.Page("Query"), "Fetched")
            .On("/d/scheme", RawAnswers.Redirect($"//{scenario.Host.EndPoint}/s"), "Redirected")
            .Leads("/s", RawAnswers.Page("Scheme"), "Fetched"),
        ["two-locations"] = scenario => scenario
            .On("/", RawAnswers.Status("302 Found", "Location: /first\r\nLocation: /second\r\n"), "Redirected",
                "Failed(Body)")
            .Leads("/first", RawAnswers.Page("First"), "Fetched"),
        ["304-and-305"] = scenario => scenario
            .On("/305", RawAnswers.Status("305 Use Proxy", "Location: http://127.0.0.1:1/\r\n"), "Failed(Body)")
            .On("/306", RawAnswers.Status("306 Unused", "Location: /x\r\n"), "Failed(Body)"),
        ["long-location"] = scenario => scenario
            .On("/", RawAnswers.Redirect("/" + new string('a', 40_000)), "Redirected", "Failed(Body)",
                "Failed(RedirectLimit)"),
    };

    [CasesFact]
    public Task EveryCase_EndsAsItMustAndTheCrawlGoesOn() =>
        RobustnessCrawl.RunAsync(Area, Table, output, maxBytes: 1024 * 1024);

    private static void Chain(Scenario scenario, string prefix, int hops)
    {
        for (var i = 1; i <= Math.Min(hops, 3 * MostHops); i++)
        {
            scenario.Host.On(Step(i), RawAnswers.Redirect(Step(i + 1)));
        }

        scenario.On(Step(0), RawAnswers.Redirect(Step(1)), "Redirected")
            .Ends(scenario.Url(Step(MostHops)), "Failed(RedirectLimit)")
            .Check(outcome => outcome.Asked(Step(MostHops + 1)).ShouldBe(0));

        string Step(int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
    }

    private static void ToAnotherHost(Scenario scenario)
    {
        var other = scenario.AddHost()
            .On("/robots.txt", RawAnswers.Content("text/plain", "User-agent: *\nDisallow: /denied\n"u8.ToArray()))
            .On("/to", RawAnswers.Page("Other"));
        scenario.On("/", RawAnswers.Redirect(other.Url("/to")), "Redirected").Ends(other.Url("/to"), "Fetched")
            .On("/denied", RawAnswers.Redirect(other.Url("/denied")), "Redirected")
            .Ends(other.Url("/denied"), "Skipped(RobotsDenied)")
            .Check(_ => other.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/to"]));
    }

    private static void Downgrade(Scenario scenario)
    {
        var plain = scenario.AddHost().On("/", RawAnswers.Page("Plain"));
        scenario.OverTls(TestCertificates.Server(scenario.Web.Certificates.Leaf(["secure.example"])), "secure.example")
            .On("/", RawAnswers.Redirect(plain.Url()), "Redirected")
            .Ends(plain.Url(), "Fetched")
            .Check(outcome => outcome.Row("/").HttpStatus.ShouldBe(302));
    }

    private static void EveryStatus(Scenario scenario)
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"/{status}");
            scenario.On(target, RawAnswers.Redirect($"{target}/to", status), "Redirected")
                .Leads($"{target}/to", RawAnswers.Page("To"), "Fetched");
        }
    }
}
