using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Frontier;

public sealed class CounterLedgerTests
{
    [Fact]
    public void Moves_KeepTheSum()
    {
        var states = Gen.Elements(Enum.GetValues<UrlState>());
        var moves = states.Two().ListOf().ToArbitrary();

        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(moves, list =>
        {
            var counters = new CounterLedger(new CrawlCounters());
            foreach (var (from, to) in list)
            {
                counters.Discover(UrlKind.Page, from, ReasonOf(from));
                counters.Move(UrlKind.Page, from, ReasonOf(from), to, ReasonOf(to));
            }

            var row = counters.Close();
            var sum = row.Queued + row.Leased + row.Fetched + row.Unchanged + row.Redirected + row.Skipped
                + row.Failed + row.Gone;
            return sum == row.Discovered && row.Discovered == list.Count;
        }));
    }

    [Fact]
    public void Snapshot_TellsReasonsByTheirState()
    {
        var counters = new CounterLedger(new CrawlCounters());
        counters.Discover(UrlKind.Page, UrlState.Skipped, UrlReason.OutOfScope);
        counters.Discover(UrlKind.Page, UrlState.Failed, UrlReason.Dns);
        counters.Discover(UrlKind.Page, UrlState.Failed, UrlReason.Dns);
        counters.Discover(UrlKind.Page, UrlState.Skipped, UrlReason.DepthLimit);
        counters.Move(UrlKind.Page, UrlState.Skipped, UrlReason.DepthLimit, UrlState.Queued, null);

        var counts = counters.Snapshot();

        counts.Skipped.ShouldBe([KeyValuePair.Create("OutOfScope", 1L)]);
        counts.Failed.ShouldBe([KeyValuePair.Create("Dns", 2L)]);
        (counts.Discovered, counts.Queued).ShouldBe((4, 1));
    }

    [Fact]
    public void Reasons_SurviveTheRow()
    {
        var first = new CounterLedger(new CrawlCounters());
        first.Discover(UrlKind.Page, UrlState.Failed, UrlReason.Timeout);

        var second = new CounterLedger(first.Close());
        second.Move(UrlKind.Page, UrlState.Failed, UrlReason.Timeout, UrlState.Queued, null);

        (second.Row.Failed, second.Close().Reasons).ShouldBe((0, "{}"));
    }

    [Fact]
    public void SkippedWithoutReason_IsRefused() =>
        Should.Throw<ArgumentException>(
            () => new CounterLedger(new CrawlCounters()).Discover(UrlKind.Page, UrlState.Skipped, null));

    private static UrlReason? ReasonOf(UrlState state) => state switch
    {
        UrlState.Skipped => UrlReason.OutOfScope,
        UrlState.Failed => UrlReason.Timeout,
        _ => null,
    };

    [Fact]
    public void Sitemaps_AreCountedApart()
    {
        var row = new CrawlCounters();
        var counters = new CounterLedger(row);

        counters.Discover(UrlKind.Sitemap, UrlState.Queued, null);
        counters.Discover(UrlKind.Sitemap, UrlState.Queued, null);
        counters.Move(UrlKind.Sitemap, UrlState.Queued, null, UrlState.Failed, UrlReason.Timeout);
        var isEmptyWhileOneWaits = counters.IsEmpty;
        counters.Move(UrlKind.Sitemap, UrlState.Queued, null, UrlState.Fetched, null);

        isEmptyWhileOneWaits.ShouldBeFalse();
        counters.IsEmpty.ShouldBeTrue();
        counters.Close().Sitemaps.ShouldBe("""{"Failed":1,"Fetched":1}""", StringCompareShould.IgnoreCase);
        (row.Discovered, row.Failed, row.Fetched, row.Reasons).ShouldBe((0, 0, 0, "{}"));
        new CounterLedger(row).Sitemaps.ShouldBe(2);
    }
}
