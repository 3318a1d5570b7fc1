using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Frontier;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Frontier;

public sealed class PolitenessPolicyTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PolitenessPolicy _policy = new(Options.Create(new FrontierOptions()), new RobotsCatalog());

    [Fact]
    public void ReadyAt_IsTheLatestOfDuePaceAndBlock()
    {
        var queue = Queue(seconds: 5);
        var host = new HostLedger { LastStartAt = Now.AddSeconds(-2) };

        PolitenessPolicy.ReadyAt(queue, host, [], [queue], Now).ShouldBe(Now.AddSeconds(3));
        queue.NextDueAt = Now.AddSeconds(9);
        PolitenessPolicy.ReadyAt(queue, host, [], [queue], Now).ShouldBe(Now.AddSeconds(9));
        host.BlockedUntil = Now.AddSeconds(60);
        PolitenessPolicy.ReadyAt(queue, host, [], [queue], Now).ShouldBe(Now.AddSeconds(60));
    }

    [Fact]
    public void ReadyAt_OfAnEmptyOrGivenUpQueue_IsNever()
    {
        var queue = Queue(seconds: 0);
        queue.GivenUp = UrlReason.Dns;

        PolitenessPolicy.ReadyAt(queue, new HostLedger(), [], [queue], Now).ShouldBeNull();
        var empty = new HostQueue();
        PolitenessPolicy.ReadyAt(empty, new HostLedger(), [], [empty], Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 2, 1, false, true)]
    [InlineData(0, 1, 1, false, false)]
    [InlineData(1, 2, 1, false, false)]
    [InlineData(0, 2, 1, true, false)]
    [InlineData(0, 4, 4, false, false)]
    public void SecondLease_NeedsNoDelayAFreeConnectionAndATrustedFirst(int seconds, int perHost, int taken, bool solo,
        bool ready)
    {
        var queue = Queue(seconds, perHost);
        var lease = new Lease { CrawlId = queue.CrawlId, Connections = taken, Solo = solo };

        (PolitenessPolicy.ReadyAt(queue, new HostLedger(), [lease], [queue], Now) is not null).ShouldBe(ready);
    }

    [Fact]
    public void ThirdLease_IsNeverGiven()
    {
        var queue = Queue(seconds: 0, perHost: 64);
        var lease = new Lease { CrawlId = queue.CrawlId, Connections = 1 };

        PolitenessPolicy.ReadyAt(queue, new HostLedger(), [lease, lease], [queue], Now).ShouldBeNull();
    }

    [Theory]
    [InlineData(1_000, 0, 1, 10)]
    [InlineData(60_000, 0, 1, 1)]
    [InlineData(10, 0, 1, 128)]
    [InlineData(0, 200, 1, 50)]
    [InlineData(0, 200, 2, 100)]
    [InlineData(0, 0, 1, 128)]
    public void BatchSize_IsAboutTenSecondsOfWork(int interval, int response, int connections, int urls)
    {
        var queue = new HostQueue { Interval = TimeSpan.FromMilliseconds(interval) };

        _policy.BatchSizeOf(queue, new HostLedger { ResponseTime = TimeSpan.FromMilliseconds(response) }, connections)
            .ShouldBe(urls);
    }

    [Fact]
    public void Refusals_NeverShortenABlock()
    {
        var host = new HostLedger { BlockedUntil = Now.AddMinutes(50) };

        _policy.Refuse(host, UrlReason.Throttled, TimeSpan.FromMinutes(1), Now);

        host.BlockedUntil.ShouldBe(Now.AddMinutes(50));
        (host.Refusals, host.UnavailableSince).ShouldBe((1, Now));
    }

    private static HostQueue Queue(int seconds, int perHost = 1) => new()
    {
        CrawlId = Guid.NewGuid(),
        NextDueAt = Now,
        Interval = TimeSpan.FromSeconds(seconds),
        PerHost = perHost,
    };
}
