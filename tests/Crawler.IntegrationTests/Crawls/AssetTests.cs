using System.Text;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

/// <summary>What pages are made of, fetched over real HTTP where a crawl asks for it.</summary>
public abstract class AssetTests(DatabaseProvider database)
{
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static readonly string[] Pages = ["/", "/frame", "/next"];

    private static readonly string[] Assets =
    [
        "/1x.gif", "/2x.gif", "/clip.mp4", "/icon.ico", "/object.html", "/photo.gif", "/poster.gif", "/script.js",
        "/style.css", "/wide.webp",
    ];

    [Fact]
    public async Task CrawlThatAsksForAssets_StoresPagesAndWhatTheyAreMadeOf()
    {
        await using var web = await FakeWeb.StartAsync();
        var cdn = web.AddSite().RespondBytes("/logo.gif", 200, Pixel, "image/gif");
        var site = Site(web, cdn.Url("/logo.gif"));
        await using var harness = await StartAsync("Archive:Metadata=true");

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Limited(depth: 1) with
        {
            Content = new ContentSpec { Assets = true },
        });
        var end = await harness.WaitForEndAsync(id);

        var stored = await harness.PagesAsync(id);
        stored.Select(page => page.Url).ShouldBe([.. Pages.Concat(Assets).Select(site.Url)], ignoreOrder: true);
        stored.ShouldAllBe(page => page.Archive != null);
        stored.Single(page => page.Url == site.Url("/photo.gif")).ContentType.ShouldBe("image/gif");
        var urls = (await harness.RowsAsync<FrontierUrl>()).ToDictionary(url => url.Url, StringComparer.Ordinal);
        Found(urls[site.Url("/photo.gif")]).ShouldBe(("SE", 0));
        Found(urls[site.Url("/object.html")]).ShouldBe(("SE", 0));
        Found(urls[site.Url("/frame")]).ShouldBe(("SL", 1));
        Found(urls[site.Url("/poster.gif")]).ShouldBe(("SLE", 1));
        urls[cdn.Url("/logo.gif")].Reason.ShouldBe(UrlReason.OutOfScope);
        urls[site.Url("/deep")].Reason.ShouldBe(UrlReason.DepthLimit);
        urls.Keys.ShouldNotContain(site.Url("/background.gif"), "style sheets are not read");
        urls.Count.ShouldBe(Pages.Length + Assets.Length + 2);
        end.Counts.Fetched.ShouldBe(stored.Count);
        harness.ReadCrawl().ShouldBeWhole();
        await ArchiveCheck.ShouldBeValidAsync(harness.ArchiveFolder);
        harness.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task CrawlThatDoesNot_StoresPagesAlone()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = Site(web, "/unused");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Limited(depth: 1));
        await harness.WaitForEndAsync(id);

        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            [.. Pages.Select(site.Url), site.Url("/photo.gif")], ignoreOrder: true);
        (await harness.UrlsAsync(id)).Count.ShouldBe(Pages.Length + 2);
    }

    [Fact]
    public async Task ScopeThatHoldsAnotherHost_TakesItsAssets()
    {
        await using var web = await FakeWeb.StartAsync();
        var cdn = web.AddSite().RespondBytes("/logo.gif", 200, Pixel, "image/gif").Page("/");
        var site = web.AddSite().Page(
            "/", links: [cdn.Url()], head: $"<link rel=icon href='{cdn.Url("/logo.gif")}'>");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Everywhere(site.Url()) with
        {
            Scope = new ScopeSpec { Kind = ScopeKind.Any, Include = [site.Host, "[.]gif$"] },
            Content = new ContentSpec { Assets = true },
        });
        await harness.WaitForEndAsync(id);

        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            [site.Url(), cdn.Url("/logo.gif")], ignoreOrder: true);
        (await harness.UrlsAsync(id))[cdn.Url()].ShouldBe("Skipped(OutOfScope)");
    }

    [Fact]
    public async Task CrawlBySitemapsOnly_TakesTheAssetsOfWhatTheyList()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Respond("/sitemap.xml", 200, $"<urlset><url><loc>{site.Url("/listed")}</loc></url></urlset>", "text/xml")
            .Page("/", links: ["/i.gif", "/linked"])
            .Page("/listed", links: ["/linked"], head: "<link rel=icon href=/i.gif>")
            .RespondBytes("/i.gif", 200, Pixel, "image/gif");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).ReadingSitemaps(SitemapMode.Only) with
        {
            Content = new ContentSpec { Assets = true },
        });
        await harness.WaitForEndAsync(id);

        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            [site.Url(), site.Url("/listed"), site.Url("/i.gif")], ignoreOrder: true);
    }

    [Fact]
    public async Task PageWhoseMetaElementSaysNoFollow_GivesNoAssets()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", head: "<meta name=robots content=nofollow><link rel=icon href=/i.gif>");
        await using var harness = await StartAsync();

        var end = await harness.CrawlAsync(
            CrawlSpecs.Of(site.Url()) with { Content = new ContentSpec { Assets = true } });

        end.Counts.Discovered.ShouldBe(1);
    }

    private static (string Path, int Depth) Found(FrontierUrl url) => (url.DiscoveryPath, url.Depth);

    private static FakeSite Site(FakeWeb web, string logo)
    {
        const string html = "text/html; charset=utf-8";
        var site = web.AddSite();
        site.Respond(
            "/",
            200,
            "<link rel=stylesheet href=style.css><link rel=icon href=icon.ico><link rel=preconnect href=/cdn/>"
            + "<script src=script.js></script><img src=1x.gif srcset='1x.gif 1x, 2x.gif 2x'>"
            + $"<picture><source srcset=wide.webp><img src={logo}></picture><a href=photo.gif><img src=photo.gif></a>"
            + "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><object data=object.html></object>"
            + "<iframe src=frame></iframe><a href=next>next</a>",
            html)
            .Respond("/frame", 200, "<video src=clip.mp4 poster=poster.gif></video>", html)
            .Respond("/object.html", 200, "<a href=next>next</a>", html)
            .Page("/next", links: ["/deep"])
            .Respond("/style.css", 200, "body { background: url(background.gif) }", "text/css")
            .Respond("/script.js", 200, "import('/dynamic.js')", "text/javascript")
            .RespondBytes("/clip.mp4", 200, Encoding.ASCII.GetBytes("....ftypmp42"), "video/mp4")
            .RespondBytes("/icon.ico", 200, Pixel, "image/x-icon");
        foreach (var image in new[] { "/1x.gif", "/2x.gif", "/photo.gif", "/poster.gif", "/wide.webp" })
        {
            site.RespondBytes(image, 200, Pixel, "image/gif");
        }

        return site;
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
