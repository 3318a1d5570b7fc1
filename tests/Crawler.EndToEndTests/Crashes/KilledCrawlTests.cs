using System.Globalization;

using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;
using Xunit.Abstractions;

namespace Crawler.EndToEndTests.Crashes;

/// <summary>kill -9 at any moment loses nothing and stores nothing twice: what was pending lies in rows.</summary>
[Collection(ProcessCollection.Name)]
public sealed class KilledCrawlTests(ITestOutputHelper output)
{
    private const string SeedVariable = "CRAWLER_TEST_SEED";
    private const int Pages = 2_000;
    private const int Kills = 20;

    /// <summary>The most URLs that are with a downloader on one host without a delay: one batch.</summary>
    private const int MaxBatch = 128;

    [Fact]
    public async Task KilledTwentyTimes_EveryPageIsStoredOnceAndTheCrawlCompletes()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(Pages);
        using var user = new DataFolderUser();
        var moments = Moments();

        await KillAtAsync(site, user.Start("crawl", site.Url(), "--delay", "0s", "--sitemap", "skip", "--json"), moments[0]);
        foreach (var moment in moments.Skip(1))
        {
            await KillAtAsync(site, user.Start("crawl", "--resume", "--json"), moment);
        }

        var afterKills = site.RequestCount;
        var end = await user.RunAsync("crawl", "--resume", "--json");

        output.WriteLine($"{afterKills} requests until the last kill, {site.RequestCount} in all.");
        end.ExitCode.ShouldBe(0, end.ToString());
        end.Json.GetProperty("endReason").GetString().ShouldBe("Drained");
        end.Json.GetProperty("counts").GetProperty("fetched").GetInt64().ShouldBe(Pages);
        ShouldHoldTheWholeSite(user.ReadCrawl(), generated);
        ShouldHaveAskedFewTwice(site, moments.Count);
        (await ArchiveCheck.ShouldBeValidAsync(user.ArchiveFolder)).ShouldBeGreaterThanOrEqualTo(2 * Pages);
    }

    /// <summary>The end itself is a message, which a process may die before sending.</summary>
    [Fact]
    public async Task KilledAtTheLastPage_StillEnds()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        var generated = site.Generate(40);
        using var user = new DataFolderUser();

        await using (var process = user.Start("crawl", site.Url(), "--delay", "0s", "--sitemap", "skip", "--json"))
        {
            await Eventually.HoldsAsync(() => Asked(site).Count == generated.Count);
            await process.KillAsync();
        }

        var end = await user.RunAsync("crawl", "--resume", "--json");

        // Either the last commit came through before the kill, or resuming brings the end about.
        var hadEnded = end.Errors.Any(line => line.StartsWith("--resume: every crawl", StringComparison.Ordinal));
        end.ExitCode.ShouldBe(hadEnded ? 2 : 0, end.ToString());
        ShouldHoldTheWholeSite(user.ReadCrawl(), generated);
    }

    private static async Task KillAtAsync(FakeSite site, CrawlerProcess started, int moment)
    {
        await using var process = started;
        await site.WaitForAsync(moment, TimeSpan.FromSeconds(60));
        await process.KillAsync();
    }

    private static void ShouldHoldTheWholeSite(StoredCrawl crawl, GeneratedPages generated)
    {
        crawl.State.ShouldBe("Completed");
        crawl.EndReason.ShouldBe("Drained");
        crawl.Pages.Select(page => page.Url).ShouldBe(generated.Urls, ignoreOrder: true);
        crawl.UrlStates.Values.ShouldAllBe(state => state == "Fetched");
        crawl.ShouldBeWhole();
    }

    /// <summary>A kill costs no more than what was with the downloader: what is committed stays.</summary>
    private static void ShouldHaveAskedFewTwice(FakeSite site, int kills)
    {
        var counts = site.Requests.CountsByTarget();
        counts.Values.Sum().ShouldBeLessThanOrEqualTo(1 + Pages + (kills * MaxBatch));
        counts.Values.Max().ShouldBeLessThanOrEqualTo(5);
    }

    private static List<string> Asked(FakeSite site) =>
        [.. site.Requests.CountsByTarget().Keys.Where(target => target != "/robots.txt")];

    /// <summary>One request number out of every twentieth of the crawl.</summary>
    private List<int> Moments()
    {
        var given = Environment.GetEnvironmentVariable(SeedVariable);
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"{SeedVariable}={seed}");
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Kills).Select(i => (i * Pages / Kills) + random.Next(1, Pages / Kills))];
    }
}
