using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url.Traps;

using Shouldly;

using Xunit;

using TrapRule = Crawler.Contracts.V1.Crawls.TrapRule;

namespace Crawler.IntegrationTests.Frontier;

/// <content>URLs that look like spider traps.</content>
public abstract partial class FrontierTests
{
    [Fact]
    public async Task TrapBeyondItsBudget_IsSkippedWithTheRule()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));

        await CommitLinksAsync(frontier, RoundPaths(0, TrapSigns.RepeatedSegmentsBudget + 5));

        (await frontier.StatesAsync(crawl)).ShouldBe(
            $"Fetched:1 Queued:{TrapSigns.RepeatedSegmentsBudget} Skipped(TrapSuspected):5");
        var skipped = await frontier.UrlAsync(crawl, RoundPaths(TrapSigns.RepeatedSegmentsBudget, 1).Single());
        skipped.ReasonDetail.ShouldBe("RepeatedSegments");
        skipped.DueAt.ShouldBeNull();
        (await frontier.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task BudgetIsCountedInRows_SoThatARestartDoesNotRenewIt()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site));
        await CommitLinksAsync(frontier, RoundPaths(0, TrapSigns.RepeatedSegmentsBudget));

        await using var restarted = frontier.Beside(new Crawler.Scheduler.Frontier.FrontierOptions());
        var batch = (await restarted.DispatchAsync())[^1];
        (await restarted.CommitAsync(Answer.To(batch).Linking(RoundPaths(100, 3)))).ShouldBeTrue();

        (await restarted.CountersAsync(crawl)).Reasons.ShouldBe("""{"TrapSuspected":3}""");
        var suspicion = restarted.Rows<TrapSuspicion>().Single();
        (suspicion.Host, suspicion.Rule, suspicion.Admitted, suspicion.Skipped).ShouldBe(
            (SiteHost, "RepeatedSegments", TrapSigns.RepeatedSegmentsBudget, 3));
        RoundPaths(100, 3).ShouldContain(suspicion.Example);
    }

    [Fact]
    public async Task KnownUrlFoundAgain_UsesUpNoBudget()
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Specs.Pages(SiteHost, 3)));
        var batch = await frontier.DispatchOneAsync();

        await frontier.CommitAsync(Answer.To(batch).Linking(RoundPaths(0, TrapSigns.RepeatedSegmentsBudget - 1)));
        await frontier.CommitAsync(
            Answer.To(await frontier.DispatchOneAsync()).Linking(RoundPaths(0, TrapSigns.RepeatedSegmentsBudget)));

        (await frontier.CountersAsync(crawl)).Reasons.ShouldBe("{}");
    }

    [Theory]
    [InlineData(false, null, 0)]
    [InlineData(true, TrapRule.RepeatedSegments, 0)]
    [InlineData(true, TrapRule.Calendar, 5)]
    public async Task RuleThatIsSwitchedOff_SkipsNothing(bool detect, TrapRule? ignored, int skipped)
    {
        await using var frontier = await CreateAsync();
        var crawl = await frontier.StartAsync(Specs.Of(Site) with
        {
            Traps = new TrapsSpec { Detect = detect, Ignore = ignored is { } rule ? [rule] : [] },
        });

        await CommitLinksAsync(frontier, RoundPaths(0, TrapSigns.RepeatedSegmentsBudget + 5));

        (await frontier.CountersAsync(crawl)).Skipped.ShouldBe(skipped);
    }

    [Fact]
    public async Task SeedThatLooksLikeATrap_IsFetched()
    {
        await using var frontier = await CreateAsync();

        var crawl = await frontier.StartAsync(Specs.Of([.. RoundPaths(0, TrapSigns.RepeatedSegmentsBudget + 1)]));

        (await frontier.StatesAsync(crawl)).ShouldBe($"Queued:{TrapSigns.RepeatedSegmentsBudget + 1}");
    }

    private static IEnumerable<string> RoundPaths(int from, int count) =>
        Enumerable.Range(from, count).Select(number => $"{Site}a/b/a/b/a/b/{number}");

    private static async Task CommitLinksAsync(FrontierHarness frontier, IEnumerable<string> links) =>
        await frontier.CommitAsync(Answer.To(await frontier.DispatchOneAsync()).Linking(links));
}
