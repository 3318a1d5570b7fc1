using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;
using Crawler.WebStandards.Url.Traps;

using Shouldly;

using Xunit;

using TrapRule = Crawler.Contracts.V1.Crawls.TrapRule;

namespace Crawler.IntegrationTests.Crawls;

public abstract class TrapTests(DatabaseProvider database)
{
    [Fact]
    public async Task CalendarThatRunsAway_IsLeftWithAWarning()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: [.. Months(TrapSigns.CalendarBudget + 20), "/about"]).Page("/about");
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(CrawlSpecs.Of(site.Url()));

        status.State.ShouldBe("Completed");
        status.Counts.Fetched.ShouldBe(2);
        status.Counts.Skipped["TrapSuspected"].ShouldBe(20);
        var warning = status.Warnings.ShouldHaveSingleItem();
        (warning.Reason, warning.Rule, warning.Host, warning.Urls, warning.Taken).ShouldBe(
            ("TrapSuspected", "Calendar", site.Host, 20, TrapSigns.CalendarBudget));
        warning.Example.ShouldNotBeNull().ShouldStartWith(site.Url("/calendar/"));
    }

    [Fact]
    public async Task CalendarThatIsWanted_IsFollowed()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: Months(TrapSigns.CalendarBudget + 20));
        await using var harness = await StartAsync();

        var status = await harness.CrawlAsync(
            CrawlSpecs.Of(site.Url()) with { Traps = new TrapsSpec { Ignore = [TrapRule.Calendar] } });

        status.Counts.Gone.ShouldBe(TrapSigns.CalendarBudget + 20);
        status.Warnings.ShouldBeEmpty();
    }

    private static string[] Months(int count) =>
        [.. Enumerable.Range(0, count).Select(month => $"/calendar/{2100 + (month / 12)}/{(month % 12) + 1:00}")];

    private Task<EmbeddedHarness> StartAsync(params string[] settings) =>
        EmbeddedHarness.StartOnAsync(database, settings);
}
