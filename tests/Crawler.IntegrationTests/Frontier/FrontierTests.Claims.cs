using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Frontier;

/// <content>Answers whose links lie in the archive's folder.</content>
public abstract partial class FrontierTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task LinksLaidAside_AreAdmittedAndRemoved()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = await LayAsideAsync(frontier, await frontier.DispatchOneAsync(), count: 3);

        (await frontier.CommitAsync(answer)).ShouldBeTrue();

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:3");
        (await frontier.UrlAsync(crawl, Site + "l2")).Depth.ShouldBe(1);
        (await ObjectsAsync(frontier)).ShouldBeEmpty();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task LinksThatAreLost_HaveTheirPagesFetchedAgain()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = await LayAsideAsync(frontier, await frontier.DispatchOneAsync(), count: 3);
        await frontier.Objects.DeleteAsync(answer.LinksReference!, None);

        (await frontier.CommitAsync(answer)).ShouldBeTrue();

        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:1");
        (await frontier.Rows<Fetch>().CountAsync()).ShouldBe(0);
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
        frontier.Clock.Advance(Minute);
        var second = await frontier.DispatchOneAsync();
        second.CommittedLeases.ShouldBeEmpty("The downloader would not send the lost links again.");
        var again = await LayAsideAsync(frontier, second, count: 3);
        (await frontier.CommitAsync(again)).ShouldBeTrue();
        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:3");
    }

    [Fact]
    public async Task LinksThatAreAlwaysLost_EndAsAFailureAndNotAsALoop()
    {
        await using var frontier = await CreateAsync(options => options.MaxAttempts = 3);
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var answer = await LayAsideAsync(frontier, await frontier.DispatchOneAsync(), count: 1);
            await frontier.Objects.DeleteAsync(answer.LinksReference!, None);
            await frontier.CommitAsync(answer);
            frontier.Clock.Advance(Minute);
        }

        (await frontier.StatesAsync(crawl)).ShouldBe("Failed(Internal):1");
    }

    [Fact]
    public async Task LinksThatAreDamaged_CountAsLost()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = await LayAsideAsync(frontier, await frontier.DispatchOneAsync(), count: 3);
        await frontier.Objects.PutAsync(answer.LinksReference!, "torn"u8.ToArray(), None);

        await frontier.CommitAsync(answer);

        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:1");
        (await ObjectsAsync(frontier)).ShouldBeEmpty();
    }

    [Fact]
    public async Task OutcomesWithoutLinks_StandAlthoughLinksAreLost()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 2)));
        var batch = await frontier.DispatchOneAsync();
        var answer = Answer.To(batch).With("https://site.example/p1", Answer.Gone).Build() with
        {
            LinksReference = LinksObject.NameOf(batch.LeaseId),
        };

        await frontier.CommitAsync(answer);

        (await frontier.StatesAsync(crawl)).ShouldBe("Gone:1 Queued:1");
    }

    [Fact]
    public async Task CopyOfAnAnswer_ChangesNothingAlthoughItsLinksAreGone()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var answer = await LayAsideAsync(frontier, await frontier.DispatchOneAsync(), count: 3);
        await frontier.CommitAsync(answer);

        (await frontier.CommitAsync(answer)).ShouldBeFalse();

        (await frontier.StatesAsync(crawl)).ShouldBe("Fetched:1 Queued:3");
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task AnswerThatNamesAnObjectOfAnotherLease_DoesNotGetIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        var foreign = LinksObject.NameOf(Guid.NewGuid());
        await frontier.Objects.PutAsync(foreign, LinksObject.Write([Link(0)]), None);
        var answer = Answer.To(await frontier.DispatchOneAsync()).Build() with { LinksReference = foreign };

        await frontier.CommitAsync(answer);

        (await frontier.StatesAsync(crawl)).ShouldBe("Queued:1");
        (await ObjectsAsync(frontier)).ShouldBe([foreign]);
    }

    [Fact]
    public async Task ObjectWhoseLeaseIsGone_IsSwept_AndOneOfALeaseThatStandsIsNot()
    {
        await using var frontier = await CreateAsync();
        await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 1)));
        var lost = await frontier.DispatchOneAsync();
        await LayAsideAsync(frontier, lost, count: 1);
        await frontier.LoseAsync(lost);
        frontier.Clock.Advance(Minute);
        var living = await frontier.DispatchOneAsync();
        await LayAsideAsync(frontier, living, count: 1);
        await frontier.HeartbeatAsync("living", living.LeaseId);
        await frontier.Objects.PutAsync(LinksObject.NameOf(lost.LeaseId) + ".0.part", default, None);
        frontier.Clock.Advance(TimeSpan.FromMinutes(10));
        await frontier.HeartbeatAsync("living", living.LeaseId);

        await frontier.SweepAsync();

        (await ObjectsAsync(frontier)).ShouldBe([LinksObject.NameOf(living.LeaseId)]);
    }

    private static FoundLink Link(int i) => new() { Url = $"{Site}l{i}", From = 0 };

    /// <summary>The answer to a batch of one page, whose links lie where a downloader puts them.</summary>
    private static async Task<HostBatchFetched> LayAsideAsync(
        FrontierHarness frontier, FetchHostBatch batch, int count)
    {
        var name = LinksObject.NameOf(batch.LeaseId);
        await frontier.Objects.PutAsync(name, LinksObject.Write([.. Enumerable.Range(0, count).Select(Link)]), None);
        return Answer.To(batch).Build() with { LinksReference = name };
    }

    private static ValueTask<IReadOnlyList<string>> ObjectsAsync(FrontierHarness frontier) =>
        frontier.Objects.ListAsync(LinksObject.Prefix, DateTimeOffset.MaxValue, 100, None);
}
