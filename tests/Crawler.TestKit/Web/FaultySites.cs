using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;

using Shouldly;

namespace Crawler.TestKit.Web;

/// <summary>Sites with every fault, and the state and reason in which each of their pages must end.</summary>
/// <remarks>The crawl has to give hosts and requests up after a few seconds.</remarks>
public sealed class FaultySites
{
    private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);

    public FaultySites(FakeWeb web)
    {
        AddBroken(web);
        AddRedirecting(web);
        AddRefusing(web);
        var hub = web.AddSite().Page("/", links: [.. _expected.Keys]);
        Spec = CrawlSpecs.Everywhere(hub.Url()) with { Content = new ContentSpec { MaxBytes = 256 * 1024 } };

        // Nothing links to it: it is the end of ten redirects.
        var endless = _expected.Keys.Single(url => url.EndsWith("/endless/0", StringComparison.Ordinal));
        _expected[endless[..^1] + "10"] = "Failed(RedirectLimit)";
    }

    /// <summary>A crawl that asks for all of them.</summary>
    public CrawlSpec Spec { get; }

    /// <summary>Takes the states of a crawl's URLs, such as <c>Failed(Timeout)</c>, by URL.</summary>
    public void ShouldHaveEndedAs(IReadOnlyDictionary<string, string> states) => _expected
        .Where(pair => states.GetValueOrDefault(pair.Key) != pair.Value)
        .Select(pair => $"{pair.Key} should be {pair.Value}, and is {states.GetValueOrDefault(pair.Key)}")
        .ShouldBeEmpty();

    private void AddBroken(FakeWeb web)
    {
        var slow = web.AddSite().SlowHeaders("/", TimeSpan.FromSeconds(30));
        _expected[slow.Url("/")] = "Failed(Timeout)";
        var site = web.AddSite()
            .CompressedPage("/br", "br")
            .Drip("/drip", 10_000, TimeSpan.FromMilliseconds(200))
            .ResetInHeaders("/reset").ResetInBody("/torn")
            .InfiniteBody("/infinite").GzipBomb("/bomb", 64 * 1024 * 1024)
            .Respond("/forbidden", 403).Respond("/gone", 410).Respond("/broken", 500)
            .FailThenPage("/recovers", times: 1);
        _expected[site.Url("/br")] = "Fetched";
        _expected[site.Url("/drip")] = "Failed(Timeout)";
        _expected[site.Url("/reset")] = "Failed(Body)";
        _expected[site.Url("/torn")] = "Failed(Body)";
        _expected[site.Url("/infinite")] = "Skipped(TooLarge)";
        _expected[site.Url("/bomb")] = "Skipped(TooLarge)";
        _expected[site.Url("/forbidden")] = "Failed(Http4xx)";
        _expected[site.Url("/gone")] = "Gone";
        _expected[site.Url("/missing")] = "Gone";
        _expected[site.Url("/broken")] = "Failed(Http5xx)";
        _expected[site.Url("/recovers")] = "Fetched";
    }

    private void AddRedirecting(FakeWeb web)
    {
        var site = web.AddSite()
            .RedirectLoop("/self").RedirectLoop("/ping", "/pong").RedirectChain("/chain", 3, "/end").Page("/end")
            .EndlessRedirects("/endless/").Redirect("/nowhere", "javascript:void(0)");
        _expected[site.Url("/self")] = "Failed(RedirectLimit)";
        _expected[site.Url("/ping")] = "Redirected";
        _expected[site.Url("/pong")] = "Redirected";
        _expected[site.Url("/chain")] = "Redirected";
        _expected[site.Url("/chain-2")] = "Redirected";
        _expected[site.Url("/end")] = "Fetched";
        _expected[site.Url("/endless/0")] = "Redirected";
        _expected[site.Url("/nowhere")] = "Failed(Body)";
    }

    private void AddRefusing(FakeWeb web)
    {
        var throttling = web.AddSite().Throttle("/", retryAfter: null);
        var denying = web.AddSite().Robots("User-agent: *\nDisallow: /").Page("/");
        var unreachable = web.AddSite().Respond("/robots.txt", 500).Page("/");
        var refusing = web.AddSite().RefuseConnections();
        _expected[throttling.Url("/")] = "Failed(Throttled)";
        _expected[denying.Url("/")] = "Skipped(RobotsDenied)";
        _expected[unreachable.Url("/")] = "Failed(RobotsUnreachable)";
        _expected[refusing.Url("/")] = "Failed(RobotsUnreachable)";
        _expected["http://10.255.255.1/"] = "Failed(AddressDenied)";
    }
}
