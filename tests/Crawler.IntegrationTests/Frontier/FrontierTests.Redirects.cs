using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Redirects: each target is a URL of its own.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task RedirectTarget_IsFoundAtTheSameDepth()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/old"));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Each(Answer.RedirectedTo("https://site.example/new#part")));

        var target = await frontier.UrlAsync(crawl, "https://site.example/new");
        (target.Depth, target.Hops, target.DiscoveryPath, target.State).ShouldBe((1, 1, "SLR", UrlState.Queued));
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1 Redirected:1");
    }

    [Fact]
    public async Task RedirectOfASeed_JoinsTheScope()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of("http://old.example/"));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Each(Answer.RedirectedTo("https://www.new.example/")));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Linking("https://www.new.example/page", "https://third.example/"));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:1 Redirected:1 Skipped(OutOfScope):1");
    }

    [Fact]
    public async Task LinkSkippedBeforeASeedsRedirect_IsJudgedAgain()
    {
        const string other = "https://www.new.example/from-the-other-seed";
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site, "http://old.example/"));
        var batches = (await frontier.DispatchAllAsync()).ToDictionary(batch => batch.Host);
        await frontier.CommitAsync(Answer.To(batches["site.example"])
            .Linking(other, "https://www.new.example.third.example/", "https://fourth.example/"));

        await frontier.CommitAsync(Answer.To(batches["old.example"])
            .Each(Answer.RedirectedTo("https://www.new.example/")));

        var judged = await frontier.UrlAsync(crawl, other);
        (judged.State, judged.Depth, judged.DiscoveryPath).ShouldBe((UrlState.Queued, 1, "SL"));
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:2 Redirected:1 Skipped(OutOfScope):2");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RedirectOfALinkedPage_DoesNotWidenTheScope()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking("https://site.example/out"));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Each(Answer.RedirectedTo("https://other.example/")));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Redirected:1 Skipped(OutOfScope):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task RedirectLoop_Ends()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of("https://site.example/a"));

        var batches = await frontier.CrawlAllAsync(batch => Answer.To(batch).Each(url => Answer.RedirectedTo(
            url.Url == "https://site.example/a" ? "https://site.example/b" : "https://site.example/a")));

        batches.ShouldBe(2);
        (await frontier.StatesAsync(crawl)).ShouldBe("Redirected:2");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TenHops_AreFollowed_AndNoMore()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of("https://site.example/?0"));

        var batches = await frontier.CrawlAllAsync(batch => Answer.To(batch).Each(url =>
            Answer.RedirectedTo("https://site.example/?" + (int.Parse(url.Url[22..], null) + 1))));

        batches.ShouldBe(11);
        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(RedirectLimit):1 Redirected:10");
    }

    [Fact]
    public async Task RedirectToItself_IsAskedAgain_UntilTheLimit()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        var batches = await frontier.CrawlAllAsync(batch => Answer.To(batch)
            .Each(Answer.RedirectedTo("https://site.example/#top")));

        batches.ShouldBe(11);
        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(RedirectLimit):1");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RedirectToItself_ThenAPage_IsOneFetch()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.RedirectedTo(Site)));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.CountersAsync(crawl)).Discovered.ShouldBe(1);
    }

    [Theory]
    [InlineData("no url")]
    [InlineData("ftp://site.example/")]
    [InlineData("")]
    public async Task RedirectThatLeadsNowhere_IsFailed(string target)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.RedirectedTo(target)));

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(RedirectLimit):1");
    }
}
