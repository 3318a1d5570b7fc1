using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>What pages are made of.</content>
public abstract partial class FrontierTests
{
    private const string Image = "https://site.example/i.png";

    [Fact]
    public async Task Asset_BelongsToItsPage()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).TakingAssets().Limited(new LimitsSpec { Depth = 1 }));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/one"));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Embedding(Image).Linking("https://site.example/two"));

        var image = await frontier.UrlAsync(crawl, Image);
        (image.Depth, image.DiscoveryPath, image.State).ShouldBe((1, "SLE", UrlState.Queued));
        image.ReferrerKey.ShouldBe((await frontier.UrlAsync(crawl, "https://site.example/one")).UrlKey);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2 Queued:1 Skipped(DepthLimit):1");
        var leased = (await frontier.DispatchOneAsync()).Urls.ShouldHaveSingleItem();
        (leased.Kind, leased.Depth).ShouldBe((ResourceKind.Asset, 1));
    }

    [Fact]
    public async Task AssetsThatEmbedEachOther_EndAtTheDepthLimit()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).TakingAssets().Limited(new LimitsSpec { Depth = 2 }));
        var made = 0;

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Embedding($"https://site.example/object-{made++}"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:4 Skipped(DepthLimit):1");
        (await frontier.UrlAsync(crawl, "https://site.example/object-2")).DiscoveryPath.ShouldBe("SEEE");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AssetThatMoves_StaysOne()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).TakingAssets());
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Embedding(Image));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Each(Answer.RedirectedTo("https://site.example/moved.png")));

        (await frontier.UrlAsync(crawl, "https://site.example/moved.png")).DiscoveryPath.ShouldBe("SER");
        (await frontier.DispatchOneAsync()).Urls.Single().Kind.ShouldBe(ResourceKind.Asset);
    }

    [Fact]
    public async Task AssetOfTheSeed_RevivesWhatWasTooDeepAsAPage()
    {
        await using var frontier = await CreateAsync();
        var seeds = new[] { Site, "https://other.example/" };
        var crawl = await frontier.StartAsync(Specs.Of(seeds).TakingAssets().Limited(new LimitsSpec { Depth = 0 }));
        var batches = await frontier.DispatchAsync();
        await frontier.CommitAsync(Answer.To(batches[0]).Linking(Image));
        var before = await frontier.StatesAsync(crawl);

        await frontier.CommitAsync(Answer.To(batches[1]).Embedding(Image));

        before.ShouldBe("Fetched:1 Leased:1 Skipped(DepthLimit):1");
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2 Queued:1");
        (await frontier.UrlAsync(crawl, Image)).DiscoveryPath.ShouldBe("SE");
    }

    [Fact]
    public async Task AssetOnAnotherHost_IsInScopeAsAPageIs()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).TakingAssets());

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Embedding("https://cdn.example/i.png"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Skipped(OutOfScope):1");
    }

    [Fact]
    public async Task AssetsThatNobodyAskedFor_AreNotAdmitted()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var batch = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(batch).Embedding(Image).Linking("https://site.example/one"));

        (batch.Assets, batch.FollowLinks).ShouldBe((false, true));
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1");
    }

    [Fact]
    public async Task CrawlBySitemapsOnly_TakesAssetsAndNoLinks()
    {
        await using var frontier = await CreateAsync();
        var spec = Specs.Of(Site).TakingAssets().ReadingSitemaps(SitemapMode.Only);
        var crawl = await frontier.StartAsync(spec);
        var batch = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(batch).Embedding(Image).Linking("https://site.example/one"));

        (batch.Assets, batch.FollowLinks).ShouldBe((true, false));
        (await frontier.UrlAsync(crawl, Image)).State.ShouldBe(UrlState.Queued);
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1");
    }
}
