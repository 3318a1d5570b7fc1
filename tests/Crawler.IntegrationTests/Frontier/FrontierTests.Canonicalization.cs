using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Which URLs are the same, as the crawl has declared.</content>
public abstract partial class FrontierTests
{
    public static TheoryData<string, string, string> Spellings => new()
    {
        {
            nameof(CanonicalizationSpec.DropTrackingParameters),
            "https://site.example/a?x=1&utm_source=m", "https://site.example/a?x=1"
        },
        { nameof(CanonicalizationSpec.SortQuery), "https://site.example/a?b=1&a=2", "https://site.example/a?a=2&b=1" },
        { nameof(CanonicalizationSpec.FoldScheme), "http://site.example/a", "https://site.example/a" },
        { nameof(CanonicalizationSpec.FoldWww), "https://www.site.example/a", "https://site.example/a" },
        { nameof(CanonicalizationSpec.DropIndexFiles), "https://site.example/a/index.html", "https://site.example/a/" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task SpellingsThatAreTheSame_AreFetchedOnce_AsFoundFirst(string option, string first, string second)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Canonicalizing(Only(option)));

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Linking(first, second));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:2");
        (await frontier.UrlAsync(crawl, first)).State.ShouldBe(UrlState.Fetched);
    }

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task SpellingsByDefault_AreDifferentUrls(string option, string first, string second)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site).Everywhere());

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Linking(first, second));

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:3", option);
    }

    [Theory]
    [InlineData("http://site.example/", "https://site.example/")]
    [InlineData("https://site.example/", "https://www.site.example/")]
    [InlineData("http://site.example/", "https://www.site.example/")]
    public async Task RedirectToTheSameUrl_GoesOnWithTheNewSpelling(string seed, string target)
    {
        await using var frontier = await CreateAsync();
        var folding = new CanonicalizationSpec { FoldScheme = true, FoldWww = true };
        var crawl = await frontier.StartAsync(Specs.Of(seed).Canonicalizing(folding));

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Each(url =>
            url.Url == seed ? Answer.RedirectedTo(target) : Answer.Fetched(url)));

        var row = await frontier.UrlAsync(crawl, target);
        (row.State, row.Hops, row.DiscoveryPath).ShouldBe((UrlState.Fetched, 1, "SR"));
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task SpellingOutOfScope_DoesNotHideTheOneInScope()
    {
        await using var frontier = await CreateAsync();
        var spec = Specs.Of(Site).Canonicalizing(new CanonicalizationSpec { DropTrackingParameters = true });
        var crawl = await frontier.StartAsync(spec with { Scope = new ScopeSpec { Exclude = ["utm_"] } });
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync())
            .Linking("https://site.example/a?utm_source=m", "https://site.example/b"));
        var before = await frontier.StatesAsync(crawl);

        await frontier.CrawlAllAsync(batch => Answer.To(batch).Linking("https://site.example/a"));

        before.ShouldBe("Fetched:1 Queued:1 Skipped(OutOfScope):1");
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:3");
        (await frontier.UrlAsync(crawl, "https://site.example/a")).State.ShouldBe(UrlState.Fetched);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    private static CanonicalizationSpec Only(string option)
    {
        var spec = new CanonicalizationSpec();
        typeof(CanonicalizationSpec).GetProperty(option)!.SetValue(spec, true);
        return spec;
    }
}
