using System.Text;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Microsoft.AspNetCore.Http;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

public abstract class SitemapTests(DatabaseProvider database)
{
    [Fact]
    public async Task PagesThatNoLinkLeadsTo_AreFoundBySitemap()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/linked"]).Page("/linked").Page("/hidden");
        site.Sitemap("/sitemap.xml", site.Url("/linked"), site.Url("/hidden"), "http://elsewhere.example/");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps());
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        (status.Counts.Discovered, status.Counts.Fetched, status.LastSeq).ShouldBe((4, 3, 3));
        (status.Sitemaps.Discovered, status.Sitemaps.Read).ShouldBe((1, 1));
        var pages = await harness.PagesAsync(id);
        pages.Select(page => page.Url).ShouldBe(
            [site.Url(), site.Url("/linked"), site.Url("/hidden")], ignoreOrder: true);
        pages.Single(page => page.Url == site.Url("/hidden")).Referrer.ShouldBe(site.Url("/sitemap.xml"));
        (await harness.UrlsAsync(id))["http://elsewhere.example/"].ShouldBe("Skipped(OutOfScope)");
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task ModeOnly_FetchesSeedsAndWhatSitemapsList()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/linked"]).Page("/linked").Page("/hidden", links: ["/linked"]);
        site.Sitemap("/sitemap.xml", site.Url("/hidden"));
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps(SitemapMode.Only));
        await harness.WaitForEndAsync(id);

        (await harness.UrlsAsync(id)).Keys.ShouldBe([site.Url(), site.Url("/hidden")], ignoreOrder: true);
    }

    [Fact]
    public async Task ModeSkip_AsksForNoSitemap()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/").Robots("Sitemap: /other.xml");
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps(SitemapMode.Skip));

        status.Sitemaps.Discovered.ShouldBe(0);
        site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/"]);
    }

    [Fact]
    public async Task DeclaredSitemaps_OfEveryKindAndOnAnotherHost_AreRead()
    {
        await using var web = await FakeWeb.StartAsync();
        var cdn = web.AddSite();
        var site = web.AddSite().Page("/");
        site.Robots($"Sitemap: {site.Url("/index.xml")}\nSitemap: {cdn.Url("/map.xml")}\nSitemap: /urls.txt");
        string[] targets = ["/a", "/b", "/c", "/d"];
        foreach (var target in targets)
        {
            site.Page(target);
        }

        site.Respond(
            "/index.xml",
            StatusCodes.Status200OK,
            $"<sitemapindex><sitemap><loc>{site.Url("/packed.xml.gz")}</loc></sitemap>"
            + $"<sitemap><loc>{site.Url("/broken.xml")}</loc></sitemap></sitemapindex>",
            "application/xml");
        var packed = SiteCompression.Encode(Encoding.UTF8.GetBytes(SiteSitemaps.Text(site.Url("/a"))), "gzip");
        site.RespondBytes("/packed.xml.gz", StatusCodes.Status200OK, packed, "application/x-gzip");
        var broken = $"<urlset><url><loc>{site.Url("/b")}</loc></url></wrong>";
        site.Respond("/broken.xml", StatusCodes.Status200OK, broken, "text/xml");
        cdn.Sitemap("/map.xml", site.Url("/c"));
        site.Respond("/urls.txt", StatusCodes.Status200OK, $"{site.Url("/d")}\nnot a URL\n");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps());
        var status = await harness.WaitForEndAsync(id);

        var urls = await harness.UrlsAsync(id);
        urls.Keys.ShouldBe(targets.Append("/").Select(site.Url), ignoreOrder: true);
        urls.Values.ShouldAllBe(state => state == "Fetched");
        (status.Sitemaps.Discovered, status.Sitemaps.Read).ShouldBe((5, 5));
        cdn.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/map.xml"]);
        site.Requests.ShouldNotContain(request => request.Target == "/sitemap.xml");
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task SitemapsThatCannotBeHad_EndTheCrawlAllTheSame()
    {
        await using var web = await FakeWeb.StartAsync();
        var dead = web.AddSite().RefuseConnections();
        var site = web.AddSite().Page("/").SlowHeaders("/slow.xml", TimeSpan.FromMinutes(1));
        site.Respond("/page.xml", StatusCodes.Status200OK, "<html><a href='/x'>x</a></html>", "text/html");
        site.Robots(
            "User-agent: *\nDisallow: /secret\nSitemap: /gone.xml\nSitemap: /slow.xml\nSitemap: /secret.xml\n"
            + $"Sitemap: /page.xml\nSitemap: {dead.Url("/map.xml")}\nSitemap: /busy.xml\n"
            + "Sitemap: http://10.0.0.1/map.xml");
        site.Respond("/busy.xml", StatusCodes.Status503ServiceUnavailable);
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps());
        var status = await harness.WaitForEndAsync(id, TimeSpan.FromSeconds(60));

        status.State.ShouldBe("Completed");
        (status.Counts.Discovered, status.Counts.Fetched).ShouldBe((1, 1));
        status.Counts.Failed.ShouldBeEmpty();
        var sitemaps = await harness.SitemapsAsync(id);
        sitemaps[site.Url("/gone.xml")].ShouldBe("Gone");
        sitemaps[site.Url("/slow.xml")].ShouldBe("Failed(Timeout)");
        sitemaps[site.Url("/secret.xml")].ShouldBe("Skipped(RobotsDenied)");
        sitemaps[site.Url("/page.xml")].ShouldBe("Fetched");
        sitemaps[dead.Url("/map.xml")].ShouldBe("Failed(RobotsUnreachable)");
        sitemaps[site.Url("/busy.xml")].ShouldBe("Failed(Throttled)");
        sitemaps["http://10.0.0.1/map.xml"].ShouldBe("Failed(AddressDenied)");
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task PageLimit_IsExactWhereSitemapsListMore()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(60);
        site.Sitemap("/sitemap.xml", [.. generated.Urls]);
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps().Limited(pages: 17));

        (status.EndReason, status.Counts.Fetched, status.LastSeq).ShouldBe((EndReason.PageLimit, 17, 17));
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task LongestSitemap_IsReadWhole_AndALongerOneCut()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");
        site.Sitemap("/sitemap.xml", [.. Enumerable.Range(1, 50_001).Select(i => site.Url($"/{i}"))]);
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps());
        var status = await harness.WaitForAsync(
            id, status => status.Sitemaps.Read == 1, within: TimeSpan.FromSeconds(60));
        await harness.CommandAsync(new CancelCrawl { CrawlId = id });
        await harness.WaitForEndAsync(id, TimeSpan.FromSeconds(60));

        status.Counts.Discovered.ShouldBe(50_001);
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
