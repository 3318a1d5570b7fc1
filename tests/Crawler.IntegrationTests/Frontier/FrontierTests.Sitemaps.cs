using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Sitemaps: URLs of their own kind, outside the counts of pages.</content>
public abstract partial class FrontierTests
{
    private const string SiteMap = "https://site.example/sitemap.xml";

    [Fact]
    public async Task OriginWithoutDeclaredSitemap_IsAskedForTheCustomaryOne()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ObeyingRobots().ReadingSitemaps());

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        var batch = await frontier.DispatchOneAsync();
        batch.Urls.Select(url => (url.Url, url.Kind)).ShouldBe([(SiteMap, ResourceKind.Sitemap)]);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldBeEmpty();
        await frontier.CommitAsync(Answer.To(batch));
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task DeclaredSitemaps_AreAskedForOnWhateverHost()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ObeyingRobots().ReadingSitemaps());

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).WithRobots(
            RobotsAccess.Rules,
            "Sitemap: https://cdn.example/a.xml\nSitemap: /b.xml\nSitemap: ftp://site.example/c.xml"));

        (await frontier.SitemapAsync(crawl, "https://cdn.example/a.xml")).State.ShouldBe(UrlState.Queued);
        (await frontier.SitemapAsync(crawl, "https://site.example/b.xml")).State.ShouldBe(UrlState.Queued);
        (await frontier.CountersAsync(crawl)).Sitemaps.ShouldBe("""{"Queued":2}""");
    }

    [Fact]
    public async Task RobotsKnownFromAnotherCrawl_StillGiveTheirSitemaps()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).ObeyingRobots());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .WithRobots(RobotsAccess.Rules, "Sitemap: /known.xml"));

        var crawl = await frontier.StartAsync(Specs.Of(Site).ObeyingRobots().ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        (await frontier.SitemapAsync(crawl, "https://site.example/known.xml")).State.ShouldBe(UrlState.Queued);
    }

    [Fact]
    public async Task WhatASitemapLists_IsFoundAsIfASeedLinkedToIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking(SiteMap));

        await frontier.CrawlAllAsync(batch => batch.Urls[0].Kind == ResourceKind.Sitemap
            ? Answer.To(batch).Linking("https://site.example/hidden", "https://other.example/")
            : Answer.To(batch));

        var page = await frontier.UrlAsync(crawl, "https://site.example/hidden");
        (page.Depth, page.DiscoveryPath, page.State).ShouldBe((1, "ML", UrlState.Fetched));
        (await frontier.UrlAsync(crawl, SiteMap)).State.ShouldBe(UrlState.Fetched);
        (await frontier.SitemapAsync(crawl, SiteMap)).State.ShouldBe(UrlState.Fetched);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:3 Skipped(OutOfScope):1");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task PagesAndSitemaps_TakeTurns()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking(Specs.Pages(SiteHost, 300)));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).ListingSitemaps(
            "https://site.example/1.xml", "https://site.example/2.xml"));

        var kinds = new List<(ResourceKind, int)>();
        await frontier.CrawlAllAsync(batch =>
        {
            kinds.Add((batch.Urls[0].Kind, batch.Urls.Count));
            return Answer.To(batch);
        });

        kinds.Where(kind => kind.Item1 == ResourceKind.Sitemap).ShouldAllBe(kind => kind.Item2 == 1);
        kinds.Take(4).Select(kind => kind.Item1).ShouldBe(
            [ResourceKind.Page, ResourceKind.Sitemap, ResourceKind.Page, ResourceKind.Sitemap]);
    }

    [Fact]
    public async Task IndexEntries_OfOtherSitesOrTooDeep_AreLeftOut()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());
        var deepest = 0;

        await frontier.CrawlAllAsync(batch =>
        {
            if (batch.Urls[0].Kind == ResourceKind.Page)
            {
                return Answer.To(batch);
            }

            deepest++;
            return Answer.To(batch).ListingSitemaps(
                $"https://site.example/{deepest}.xml", $"https://evil{deepest}.example/sitemap.xml");
        });

        deepest.ShouldBe(6);
        (await frontier.CountersAsync(crawl)).Sitemaps.ShouldBe("""{"Fetched":6}""");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LongSitemap_IsAdmittedInParts()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));
        var batch = await frontier.DispatchOneAsync();
        var answer = Answer.To(batch).Linking(Specs.Pages(SiteHost, 12_000)).Build();

        (await frontier.CommitAsync(answer)).ShouldBeTrue();
        (await frontier.CommitAsync(answer)).ShouldBeFalse();

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:12000");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LongSitemapOfALostLease_ChangesNothing()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));
        var batch = await frontier.DispatchOneAsync();
        await frontier.LoseAsync(batch);

        (await frontier.CommitAsync(Answer.To(batch).Linking(Specs.Pages(SiteHost, 12_000)))).ShouldBeFalse();

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.SitemapAsync(crawl, SiteMap)).State.ShouldBe(UrlState.Queued);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ModeOnly_FollowsNoLinks()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps(SitemapMode.Only));

        await frontier.CrawlAllAsync(batch => batch.Urls[0].Kind == ResourceKind.Sitemap
            ? Answer.To(batch).Linking("https://site.example/listed")
            : Answer.To(batch).Linking("https://site.example/linked"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2");
        (await frontier.UrlAsync(crawl, "https://site.example/listed")).State.ShouldBe(UrlState.Fetched);
    }

    [Fact]
    public async Task PageLimit_IsExactBesideSitemaps()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(
            Specs.Of(Site).ReadingSitemaps().Limited(new LimitsSpec { Pages = 3 }));

        await frontier.CrawlAllAsync(batch => batch.Urls[0].Kind == ResourceKind.Sitemap
            ? Answer.To(batch).Linking(Specs.Pages(SiteHost, 50)).ListingSitemaps("https://site.example/more.xml")
            : Answer.To(batch));

        (await frontier.CountersAsync(crawl)).Stored.ShouldBe(3);
        (await frontier.MessagesAsync<LimitReached>()).Count.ShouldBe(1);
        await frontier.EndAsync(crawl, EndReason.PageLimit);
        (await frontier.MessagesAsync<FrontierDrained>()).ShouldNotBeEmpty();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SitemapThatIsRefused_DoesNotKeepTheCrawl(bool isThrottled)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ObeyingRobots().ReadingSitemaps());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .WithRobots(RobotsAccess.Rules, "Sitemap: https://cdn.example/a.xml"));
        var begin = frontier.Now;

        while (!(await frontier.MessagesAsync<FrontierDrained>()).Any())
        {
            await frontier.CrawlAllAsync(batch => isThrottled
                ? Answer.To(batch).Each(Answer.Throttled())
                : Answer.To(batch).Each(Answer.NotAttempted).WithRobots(RobotsAccess.Unreachable));
            frontier.Clock.Advance(Second);
            (frontier.Now - begin).ShouldBeLessThan(TimeSpan.FromMinutes(10));
        }

        (await frontier.SitemapAsync(crawl, "https://cdn.example/a.xml")).State.ShouldBe(UrlState.Failed);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RedirectedSitemap_StaysASitemap()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps());

        await frontier.CrawlAllAsync(batch => batch.Urls[0].Url == SiteMap
            ? Answer.To(batch).Each(Answer.RedirectedTo("https://www.site.example/map.xml"))
            : Answer.To(batch));

        (await frontier.SitemapAsync(crawl, "https://www.site.example/map.xml")).State.ShouldBe(UrlState.Fetched);
        (await frontier.CountersAsync(crawl)).Sitemaps.ShouldBe("""{"Redirected":1,"Fetched":1}""");
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.CountersAsync(crawl)).ScopeAdditions.ShouldBe("[]");
    }

    [Fact]
    public async Task ContinuousCrawl_ReadsItsSitemapsAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).ReadingSitemaps().Recrawling(Minute));
        await frontier.CrawlAllAsync();

        frontier.Clock.Advance(Minute);
        await frontier.CrawlAllAsync(batch => batch.Urls[0].Kind == ResourceKind.Sitemap
            ? Answer.To(batch).Linking("https://site.example/new")
            : Answer.To(batch));

        (await frontier.UrlAsync(crawl, "https://site.example/new")).State.ShouldBe(UrlState.Fetched);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }
}
