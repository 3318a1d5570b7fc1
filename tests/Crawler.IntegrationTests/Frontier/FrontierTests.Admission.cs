using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>What becomes of a URL that is offered to the frontier.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task Seeds_AreQueuedAndReadyAtOnce()
    {
        await using var frontier = await CreateAsync();

        var crawl = await frontier.StartAsync(Specs.Of(Site, "https://other.example/"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:2");
        (await frontier.MessagesAsync<SeedsAdmitted>()).Single().CrawlId.ShouldBe(crawl);
        (await frontier.DispatchAsync()).Select(batch => batch.Host)
            .ShouldBe([SiteHost, "other.example"], ignoreOrder: true);
    }

    [Fact]
    public async Task SeedsAdmittedTwice_AreKnownOnce()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.Frontier.AdmitSeedsAsync(crawl, CancellationToken.None);

        (await frontier.CountersAsync(crawl)).Discovered.ShouldBe(1);
        (await frontier.MessagesAsync<SeedsAdmitted>()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task SpellingsOfOneUrl_AreOneRow()
    {
        await using var frontier = await CreateAsync();

        var crawl = await frontier.StartAsync(Specs.Of(
            "https://site.example/a", "https://SITE.example:443/a", "https://site.example/b/../a",
                "https://site.example/a#part"));

        (await frontier.CountersAsync(crawl)).Discovered.ShouldBe(1);
    }

    [Fact]
    public async Task NoSeedThatCanBeFetched_DrainsTheFrontier()
    {
        await using var frontier = await CreateAsync();

        await frontier.StartAsync(Specs.Of("mailto:someone@site.example", "no url"));

        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Discovered.ShouldBe(0);
    }

    [Fact]
    public async Task SeedsOfCancelledCrawl_AreSkippedAndDrainIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.AddCrawlAsync(Specs.Of(Site));
        await frontier.MoveToAsync(crawl, CrawlStates.Draining, EndReason.Cancelled);

        await frontier.Frontier.AdmitSeedsAsync(crawl, CancellationToken.None);

        (await frontier.StatesAsync(crawl)).ShouldBe("Skipped(Cancelled):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task LinkOutOfScope_IsSkippedWithTheReason()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking(
            "https://site.example/in", "https://elsewhere.example/out"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1 Skipped(OutOfScope):1");
        (await frontier.UrlAsync(crawl, "https://elsewhere.example/out")).Reason.ShouldBe(UrlReason.OutOfScope);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LinkThatCannotBeFetched_IsNotKept()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Linking("ftp://site.example/file", "https://", "x"));

        (await frontier.CountersAsync(crawl)).Discovered.ShouldBe(1);
    }

    [Fact]
    public async Task LinkFoundOnManyPages_IsOneRow()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of([Site, .. Specs.Pages(SiteHost, 3)]));
        var batch = await frontier.DispatchOneAsync();
        var answer = Answer.To(batch);
        foreach (var url in batch.Urls)
        {
            answer.LinkingFrom(url.Url, "https://site.example/found", "https://site.example/found#there");
        }

        await frontier.CommitAsync(answer);

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:4 Queued:1");
    }

    [Fact]
    public async Task LinkKeepsItsWay()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/one"));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/two"));

        var seed = await frontier.UrlAsync(crawl, Site);
        var one = await frontier.UrlAsync(crawl, "https://site.example/one");
        var two = await frontier.UrlAsync(crawl, "https://site.example/two");

        (seed.Depth, seed.DiscoveryPath, seed.ReferrerKey).ShouldBe((0, "S", null));
        (one.Depth, one.DiscoveryPath).ShouldBe((1, "SL"));
        one.ReferrerKey.ShouldBe(seed.UrlKey);
        (two.Depth, two.DiscoveryPath).ShouldBe((2, "SLL"));
        two.ReferrerKey.ShouldBe(one.UrlKey);
    }

    [Fact]
    public async Task LinkTooDeep_IsSkippedWithTheReason()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Limited(new LimitsSpec { Depth = 1 }));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/one"));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/two"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2 Skipped(DepthLimit):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Skipped["DepthLimit"].ShouldBe(1);
    }

    [Fact]
    public async Task ShorterWay_RevivesWhatWasTooDeep()
    {
        await using var frontier = await CreateAsync();
        var seeds = new[] { "https://site.example/a", "https://other.example/b" };
        var crawl = await frontier.StartAsync(Specs.Of(seeds).Limited(new LimitsSpec { Depth = 1 }));
        var batches = await frontier.DispatchAsync();
        var (a, b) = (batches.Single(batch => batch.Host == SiteHost), batches.Single(batch => batch.Host != SiteHost));
        await frontier.CommitAsync(Answer.To(a).Linking("https://site.example/one"));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/two"));

        await frontier.CommitAsync(Answer.To(b).Linking("https://site.example/two"));

        var revived = await frontier.UrlAsync(crawl, "https://site.example/two");
        (revived.State, revived.Reason, revived.Depth, revived.DiscoveryPath)
            .ShouldBe((UrlState.Queued, null, 1, "SL"));
        (await frontier.DispatchOneAsync()).Urls.Single().Url.ShouldBe("https://site.example/two");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LongerWay_ChangesNothing()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site, "https://site.example/one"));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/one"));

        var known = await frontier.UrlAsync(crawl, "https://site.example/one");
        (known.Depth, known.DiscoveryPath).ShouldBe((0, "S"));
    }

    [Fact]
    public async Task LinksOfEndingCrawl_AreSkippedWithItsReason()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();
        await frontier.EndAsync(crawl, EndReason.DurationLimit);

        await frontier.CommitAsync(Answer.To(batch).Linking("https://site.example/late"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Skipped(DurationLimit):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TwoCrawls_KnowTheSameUrlApart()
    {
        await using var frontier = await CreateAsync();
        var first = await frontier.StartAsync(Specs.Of(Site));
        var second = await frontier.StartAsync(Specs.Of(Site));

        (await frontier.CrawlAllAsync()).ShouldBe(2);

        (await frontier.StatesAsync(first)).ShouldBe("Fetched:1");
        (await frontier.StatesAsync(second)).ShouldBe("Fetched:1");
        (await frontier.Rows<Fetch>().CountAsync()).ShouldBe(2);
    }
}
