using Crawler.Contracts.V1.Crawls;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Web;

using Shouldly;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>
/// What a user of the API may rely on, told through HTTP, the sites' logs, the rows and the files alone: the same for
/// one process and for many.
/// </summary>
public abstract partial class AcceptanceTests
{
    /// <summary>Long enough for a Retry-After, and short enough to give up within a test.</summary>
    private protected static readonly PlatformOptions Options =
        new PlatformOptions { Notifiers = 1, Workers = 1 }.With("Frontier:MaxHostWait=5s", "Frontier:RequestTimeout=1s");

    [AcceptanceFact]
    public async Task GeneratedSite_IsStoredWholeAndEveryPageAskedForOnce()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(300);
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()));

        (status.State, status.EndReason).ShouldBe(("Completed", EndReason.Drained));
        status.EndedAt.ShouldNotBeNull();
        status.AvailableActions.ShouldBeEmpty();
        var pages = await platform.PagesAsync(id);
        pages.Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        pages.ShouldAllBe(page => page.Status == 200 && page.Title!.StartsWith("Page ") && page.Archive != null);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        platform.ReadCrawl(id).ShouldBeWhole();
    }

    [AcceptanceFact]
    public async Task LinksOverSeveralHosts_AreFollowedAndArchivedByTheRules()
    {
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, 6).Select(_ => web.AddSite()).ToArray();
        foreach (var (site, i) in sites.Select((site, i) => (site, i)))
        {
            site.Robots("User-agent: *\nDisallow: /private/");
            site.Page("/", $"Host {i}", links: ["/a", "/private/b", sites[(i + 1) % sites.Length].Url("/")]);
            site.CompressedPage("/a", "gzip", links: ["/"]);
        }

        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Everywhere(sites[0].Url()));

        status.State.ShouldBe("Completed");
        status.Counts.Fetched.ShouldBe(12);
        status.Counts.Skipped["RobotsDenied"].ShouldBe(6);
        sites.ShouldAllBe(site => site.Requests.Count(request => request.Target == "/") == 1);
        sites.ShouldAllBe(site => site.Requests.Count(request => request.Target == "/a") == 1);
        sites.ShouldAllBe(site => site.Requests[0].Target == "/robots.txt");
        web.Requests.ShouldNotContain(request => request.Target.StartsWith("/private/"));
        platform.ReadCrawl(id).ShouldBeWhole();
        (await ArchiveCheck.ShouldBeValidAsync(platform.ArchiveFolder)).ShouldBeGreaterThanOrEqualTo(24);
    }

    [AcceptanceFact]
    public async Task Sitemaps_AreReadAndNamedAsReferrers()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/linked"]).Page("/linked").Page("/hidden");
        site.Sitemap("/sitemap.xml", site.Url("/linked"), site.Url("/hidden"), "http://elsewhere.example/");
        var platform = await UseAsync();

        var (id, status) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps());

        (status.Counts.Discovered, status.Counts.Fetched, status.LastSeq).ShouldBe((4, 3, 3));
        (status.Sitemaps.Discovered, status.Sitemaps.Read).ShouldBe((1, 1));
        (await platform.PagesAsync(id)).Single(page => page.Url == site.Url("/hidden"))
            .Referrer.ShouldBe(site.Url("/sitemap.xml"));
        var crawl = platform.ReadCrawl(id);
        crawl.UrlStates["http://elsewhere.example/"].ShouldBe("Skipped(OutOfScope)");
        crawl.SitemapStates[site.Url("/sitemap.xml")].ShouldBe("Fetched");
        crawl.ShouldBeWhole();
    }

    [AcceptanceFact]
    public async Task Pages_AreReadInPartsThatMissNothing()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(25);
        var platform = await UseAsync();
        var (id, _) = await platform.CrawlAsync(CrawlSpecs.Of(site.Url()));

        var first = await platform.Api.PagesAsync(id, after: 0, limit: 10);
        var second = await platform.Api.PagesAsync(id, first[^1].Seq, limit: 10);
        var third = await platform.Api.PagesAsync(id, second[^1].Seq, limit: 10);

        (first.Count, second.Count, third.Count).ShouldBe((10, 10, 5));
        first.Concat(second).Concat(third).Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
    }

    [AcceptanceFact]
    public async Task RepeatedKey_GivesTheSameCrawlAgain()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");
        var spec = CrawlSpecs.Of(site.Url());
        var platform = await UseAsync();
        var key = Guid.NewGuid().ToString();

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => platform.Api.SubmitAsync(spec, key)));
        await platform.WaitForEndAsync(ids[0]);
        var again = await platform.Api.SubmitAsync(spec, key);

        ids.Append(again).Distinct().ShouldHaveSingleItem();
        site.Requests.CountsByTarget()["/"].ShouldBe(1);
    }

    /// <summary>A platform of the kind, which several tests use one after the other.</summary>
    private protected abstract Task<CrawlPlatform> UseAsync();
}
