using Crawler.Contracts.V1.Crawls;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Processes that die, and the URLs that may have killed them.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task UrlsOfADeadInstance_AreLeasedInCompanyAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)));
        await DieAsync(frontier, times: 1);

        var batch = await frontier.DispatchOneAsync();

        batch.Urls.Count.ShouldBe(3);
        var url = await frontier.UrlAsync(crawl, "https://site.example/p0");
        (url.Crashes, url.Attempts, url.Solo).ShouldBe((1, 0, false));
    }

    [Fact]
    public async Task UrlsWithWhichASecondInstanceDied_AreLeasedAgainOneAtATimeInTheWholeInstallation()
    {
        await using var frontier = await CreateAsync();
        var first = await frontier.StartAsync(Specs.Of(Specs.Pages("a.example", 3)));
        var second = await frontier.StartAsync(Specs.Of(Specs.Pages("b.example", 3)));
        await DieAsync(frontier, times: 2);

        var batches = new List<FetchHostBatch>();
        while (await frontier.DispatchAsync() is { Count: > 0 } next)
        {
            batches.AddRange(next);
            next.Count.ShouldBe(1);
            next[0].Urls.Count.ShouldBe(1);
            (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
            await frontier.CommitAsync(Answer.To(next[0]));
        }

        batches.Count.ShouldBe(6);
        (await frontier.StatesAsync(first)).ShouldBe("Fetched:3");
        (await frontier.StatesAsync(second)).ShouldBe("Fetched:3");
    }

    [Fact]
    public async Task DeadInstance_LeavesNoBatchInTheOutbox()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Site));
        await frontier.DispatchOneAsync();

        await frontier.Frontier.ReleaseAllAsync(CancellationToken.None);

        (await frontier.MessagesAsync<FetchHostBatch>()).ShouldBeEmpty();
        (await frontier.MessagesAsync<SeedsAdmitted>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task UrlOverWhichProcessesDieAgainAndAgain_IsFailed()
    {
        await using var frontier = await CreateAsync(options => options.MaxCrashes = 3);
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        for (var crash = 1; crash < 2 + 3; crash++)
        {
            await DieAsync(frontier, times: 1);
            var url = await frontier.UrlAsync(crawl, Site);
            (url.State, url.Crashes, url.Attempts, url.Solo).ShouldBe((UrlState.Queued, crash, 0, crash >= 2));
        }

        await DieAsync(frontier, times: 1);

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Crashed):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Single().Counts.Failed["Crashed"].ShouldBe(1);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task UrlThatKillsItsProcess_TakesNoneOfItsBatchWithIt()
    {
        await using var frontier = await CreateAsync(options => options.MaxCrashes = 3);
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 8)));
        const string Killer = "https://site.example/p5";

        while (await frontier.DispatchAsync() is { Count: > 0 } batches)
        {
            foreach (var batch in batches)
            {
                if (batch.Urls.Any(url => url.Url == Killer))
                {
                    await frontier.Frontier.ReleaseAllAsync(CancellationToken.None);
                }
                else
                {
                    await frontier.CommitAsync(Answer.To(batch));
                }
            }
        }

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Crashed):1 Fetched:7");
        (await frontier.UrlAsync(crawl, Killer)).Reason.ShouldBe(UrlReason.Crashed);
    }

    [Fact]
    public async Task AnsweredUrl_IsTrustedAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)));
        await DieAsync(frontier, times: 2);
        for (var i = 0; i < 2; i++)
        {
            await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.Failed("Timeout")));
        }

        frontier.Clock.Advance(Minute);
        var batch = await frontier.DispatchOneAsync();

        batch.Urls.Count.ShouldBe(2);
        var url = await frontier.UrlAsync(crawl, "https://site.example/p0");
        (url.Solo, url.Crashes).ShouldBe((false, 0));
    }

    [Fact]
    public async Task UrlThatWasNotAttempted_StaysUnderSuspicion()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await DieAsync(frontier, times: 2);

        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Each(Answer.NotAttempted));

        (await frontier.UrlAsync(crawl, Site)).Solo.ShouldBeTrue();
    }

    [Fact]
    public async Task LeaseLostByALivingInstallation_IsUnderSuspicionOnlyIfItWasClaimed()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of("https://a.example/", "https://b.example/"));
        var batches = await frontier.DispatchAsync();

        await frontier.LoseAsync(batches.Single(batch => batch.Host == "a.example"));

        (await frontier.UrlAsync(crawl, "https://a.example/")).Crashes.ShouldBe(1);
        (await frontier.UrlAsync(crawl, "https://b.example/")).Crashes.ShouldBe(0);
        (await frontier.UrlAsync(crawl, "https://b.example/")).State.ShouldBe(UrlState.Queued);
    }

    [Fact]
    public async Task SuspectOnAGivenUpHost_IsFailedWithTheHost()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await DieAsync(frontier, times: 2);
        await ThrottleForAsync(frontier, TimeSpan.FromHours(7));

        await frontier.SweepAsync();

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Throttled):1");
        (await frontier.MessagesAsync<FrontierDrained>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SuspectOfAnEndedCrawl_KeepsNobodyWaiting()
    {
        await using var frontier = await CreateAsync(options => options.MaxBatchUrls = 1);
        var ended = await frontier.StartAsync(Specs.Of(Site).Recrawling(Minute));
        await frontier.CrawlAllAsync();
        frontier.Clock.Advance(Minute);
        await DieAsync(frontier, times: 2);
        await frontier.EndAsync(ended, EndReason.Cancelled);

        await frontier.StartAsync(Specs.Of(Specs.Pages("other.example", 4)).Polite(TimeSpan.Zero, perHost: 2));

        (await frontier.DispatchAllAsync()).Count.ShouldBe(2);
    }

    /// <summary>So many instances are given what is ready, and die with it.</summary>
    private static async Task DieAsync(FrontierHarness frontier, int times)
    {
        for (var i = 0; i < times; i++)
        {
            (await frontier.DispatchAsync()).ShouldNotBeEmpty();
            await frontier.Frontier.ReleaseAllAsync(CancellationToken.None);
        }
    }

    /// <summary>The host answers every request with 429 for so long.</summary>
    private static async Task ThrottleForAsync(FrontierHarness frontier, TimeSpan time)
    {
        var until = frontier.Now + time;
        while (frontier.Now < until)
        {
            foreach (var batch in await frontier.DispatchAsync())
            {
                await frontier.CommitAsync(Answer.To(batch).Each(Answer.Throttled()));
            }

            frontier.Clock.Advance(10 * Minute);
        }
    }
}
