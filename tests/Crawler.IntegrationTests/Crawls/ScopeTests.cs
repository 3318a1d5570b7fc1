using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

public abstract class ScopeTests(DatabaseProvider database)
{
    [Fact]
    public async Task Scope_DecidesWhichLinksAreFetched()
    {
        await using var web = await FakeWeb.StartAsync();
        var other = web.AddSite().Page("/");
        var site = web.AddSite()
            .Page("/docs/", links: ["/docs/guide", "/docs/old/guide", "/blog", other.Url()])
            .Page("/docs/guide").Page("/docs/old/guide").Page("/blog");
        var crawl = CrawlSpecs.Of(site.Url("/docs/"));
        await using var harness = await StartAsync();

        var host = await FetchedAsync(harness, crawl);
        var prefix = await FetchedAsync(harness, crawl.In(ScopeKind.Prefix));
        var domain = await FetchedAsync(harness, crawl.In(ScopeKind.Domain));
        var any = await FetchedAsync(harness, crawl.In(ScopeKind.Any));
        var include = await FetchedAsync(harness, crawl with { Scope = new ScopeSpec { Include = ["/docs/", "/blog$"] } });
        var exclude = await FetchedAsync(harness, crawl with { Scope = new ScopeSpec { Exclude = ["/old/"] } });

        host.ShouldBe(["/blog", "/docs/", "/docs/guide", "/docs/old/guide"]);
        prefix.ShouldBe(["/docs/", "/docs/guide", "/docs/old/guide"]);
        domain.ShouldBe(host);
        any.ShouldBe(["/", .. host]);
        include.ShouldBe(host);
        exclude.ShouldBe(["/blog", "/docs/", "/docs/guide"]);
    }

    [Fact]
    public async Task DepthLimit_StopsThatManyLinksFromTheSeed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(100, branching: 3, crossLinks: 0);
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Limited(depth: 2));
        var status = await harness.WaitForEndAsync(id);

        status.EndReason.ShouldBe(EndReason.Drained);
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(
            from page in Enumerable.Range(0, 100)
            where generated.TreeDepth(page) <= 2
            select site.Url(GeneratedPages.Target(page)),
            ignoreOrder: true);
        status.Counts.Skipped["DepthLimit"].ShouldBe(27);
    }

    [Fact]
    public async Task PageLimit_IsExactAndCountsOnlyStoredPages()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite()
            .Page("/", links: ["/missing", "/moved", "/one", "/two", "/three", "/four", "/five"])
            .Redirect("/moved", "/one")
            .Page("/one").Page("/two").Page("/three").Page("/four").Page("/five");
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url()).Limited(pages: 4));

        status.EndReason.ShouldBe(EndReason.PageLimit);
        status.LastSeq.ShouldBe(4);
        status.Counts.Fetched.ShouldBe(4);
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task DurationLimit_EndsTheCrawlWithWhatItHas()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(200);
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(
            CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(300)).Limited(duration: TimeSpan.FromSeconds(2)));

        status.State.ShouldBe("Completed");
        status.EndReason.ShouldBe(EndReason.DurationLimit);
        status.Rates.ElapsedSeconds.ShouldBeInRange(2, 8);
        status.Counts.Fetched.ShouldBeInRange(1, 26);
        status.Counts.Skipped["DurationLimit"].ShouldBeGreaterThan(0);
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
    public async Task SpecWithoutArchiveAndRobots_KeepsNoFileAndAsksForNoRules()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite()
            .Robots("User-agent: *\nDisallow: /").Page("/", links: ["/image"]).Respond("/image", 200, "x", "image/png");
        await using var harness = await StartAsync();
        var spec = CrawlSpecs.Of(site.Url()) with
        {
            Archive = ArchiveKind.None,
            Robots = new RobotsSpec { Obey = false },
            UserAgent = "Acme/2.0 (+https://acme.example/bot)",
            Content = new ContentSpec { Types = ContentKind.Html },
        };

        var id = await harness.SubmitAsync(spec);
        await harness.WaitForEndAsync(id);

        (await harness.PagesAsync(id)).ShouldHaveSingleItem().Archive.ShouldBeNull();
        Directory.Exists(harness.ArchiveFolder).ShouldBeFalse();
        (await harness.UrlsAsync(id))[site.Url("/image")].ShouldBe("Skipped(ContentType)");
        site.Requests.Select(request => request.Target).ShouldBe(["/", "/image"]);
        site.Requests.ShouldAllBe(request => request.Headers["User-Agent"] == "Acme/2.0 (+https://acme.example/bot)");
    }

    private static async Task<string[]> FetchedAsync(EmbeddedHarness harness, CrawlSpec spec)
    {
        var id = await harness.SubmitAsync(spec);
        await harness.WaitForEndAsync(id);
        var pages = await harness.PagesAsync(id);
        return [.. pages.Select(page => new Uri(page.Url).AbsolutePath).Order(StringComparer.Ordinal)];
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
