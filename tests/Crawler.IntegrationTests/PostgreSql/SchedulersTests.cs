using Crawler.Persistence.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.TestKit.Waiting;

using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>Several Schedulers share the work of a database, and what one of them loses is done by another.</summary>
public sealed class SchedulersTests
{
    private const int Pages = 400;
    private const int FewerPages = 150;
    private const int PagesBetweenCuts = 25;
    private const int Hosts = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task SchedulersAtOnce_HandEachUrlOutOnce_AndNumberWithoutGap()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await using var fleet = await Fleet.CreateAsync(schedulers: 3, Pages, Hosts);

        // Both on the same hosts: what one crawl's answer changes of a host is of concern to the other's.
        Guid[] crawls = [await fleet.StartAsync("h"), await fleet.StartAsync("h")];

        await fleet.RunAsync(crawls, workersEach: 2, timeout.Token);

        fleet.Violations.ShouldBeEmpty();
        fleet.Failures.ShouldBe(0);
        fleet.HandedOut.Values.ShouldAllBe(times => times == 1);
        fleet.Drained.Values.ShouldAllBe(times => times == 1);
        foreach (var crawl in crawls)
        {
            (await fleet.First.StatesAsync(crawl)).ShouldBe($"Fetched:{Pages}");
            (await fleet.First.Rows<Fetch>().Where(fetch => fetch.CrawlId == crawl).Select(fetch => fetch.Seq)
                .OrderBy(seq => seq).ToListAsync()).ShouldBe(Enumerable.Range(1, Pages).Select(seq => (long)seq));
        }

        (await fleet.First.Rows<Lease>().CountAsync()).ShouldBe(0);
        (await fleet.First.Rows<OutboxMessage>().CountAsync()).ShouldBe(0);
        (await fleet.First.BrokenLawsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ConnectionsThatAreCutInMidTransaction_LoseNothing()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await using var fleet = await Fleet.CreateAsync(schedulers: 2, FewerPages, Hosts);
        Guid[] crawls = [await fleet.StartAsync("h"), await fleet.StartAsync("k")];

        var work = fleet.RunAsync(crawls, workersEach: 2, timeout.Token);
        var cuts = 0;
        while (!work.IsCompleted)
        {
            var next = fleet.HandedOut.Count + PagesBetweenCuts;
            await Eventually.HoldsAsync(() => work.IsCompleted || fleet.HandedOut.Count >= next, Patience);
            await fleet.CutConnectionsAsync();
            cuts++;
        }

        await work;
        (cuts, fleet.Failures).ShouldSatisfyAllConditions(
            seen => seen.cuts.ShouldBeGreaterThan(2), seen => seen.Failures.ShouldBeGreaterThan(0));
        fleet.Violations.ShouldBeEmpty();
        foreach (var crawl in crawls)
        {
            (await fleet.First.StatesAsync(crawl)).ShouldBe($"Fetched:{FewerPages}");
            (await fleet.First.Rows<Fetch>().CountAsync(fetch => fetch.CrawlId == crawl)).ShouldBe(FewerPages);
        }

        (await fleet.First.BrokenLawsAsync()).ShouldBeEmpty();
    }
}
