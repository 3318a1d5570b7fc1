using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

public abstract class WholeSiteTests(DatabaseProvider database)
{
    [Fact]
    public async Task GeneratedSite_IsStoredWholeAndEveryPageAskedForOnce()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(500);
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        status.EndReason.ShouldBe(EndReason.Drained);
        var pages = await harness.PagesAsync(id);
        pages.Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        pages.ShouldAllBe(page => page.Status == 200 && page.Title!.StartsWith("Page ") && page.Archive != null);
        site.Requests.CountsByTarget().ShouldAllBe(target => target.Value == 1);
        harness.Log.Errors.ShouldBeEmpty();
        harness.ReadCrawl().ShouldBeWhole();
    }

    [Fact]
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

        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Everywhere(sites[0].Url()));
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        status.Counts.Fetched.ShouldBe(12);
        status.Counts.Skipped["RobotsDenied"].ShouldBe(6);
        foreach (var site in sites)
        {
            site.Requests.Select(request => request.Target).ShouldBe(["/robots.txt", "/", "/a"]);
        }

        harness.ReadCrawl().ShouldBeWhole();
        (await ArchiveCheck.ShouldBeValidAsync(harness.ArchiveFolder)).ShouldBeGreaterThanOrEqualTo(24);

        // A process goes on with the files of its name, so the name must be the one that it was given.
        Directory.EnumerateFiles(harness.ArchiveFolder, "*.warc.gz", SearchOption.AllDirectories)
            .ShouldHaveSingleItem().ShouldContain($"-{EmbeddedHarness.ArchiveInstance}-");
    }

    [Fact]
    public async Task PagesThatLinkToEachOther_KnowReferrerAndSmallestDepth()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite()
            .Page("/", links: ["/one", "/two#part"])
            .Page("/one", links: ["/three", "/"])
            .Page("/two", links: ["/three"])
            .Page("/three", links: ["/four"])
            .Page("/four");
        await using var harness = await StartAsync();

        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await harness.WaitForEndAsync(id);

        var pages = (await harness.PagesAsync(id)).ToDictionary(page => page.Url);
        pages[site.Url("/")].Referrer.ShouldBeNull();
        pages[site.Url("/one")].Referrer.ShouldBe(site.Url("/"));
        pages[site.Url("/four")].Referrer.ShouldBe(site.Url("/three"));
        pages.Values.OrderBy(page => page.Depth).Select(page => page.Depth).ShouldBe([0, 1, 1, 2, 3]);
    }

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
