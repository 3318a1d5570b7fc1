using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader;
using Crawler.Downloader.Politeness;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Workers;
using Crawler.TestKit.Time;

using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Politeness;

public sealed class FetchPacerTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly HeartbeatOutcome _heartbeats;
    private readonly FetchSlots _slots = new(Options.Create(new DownloaderOptions { MaxFetches = 2 }));

    public FetchPacerTests() => _heartbeats = new HeartbeatOutcome(
        Options.Create(new MessagingOptions
        {
            Transport = MessagingTransport.RabbitMq,
            HeartbeatInterval = TimeSpan.FromSeconds(30),
        }),
        _time);

    [Fact]
    public async Task FirstTurn_ComesAtOnce()
    {
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(10));

        using var turn = await pacer.NextAsync(CancellationToken.None);

        turn.ShouldNotBeNull();
        pacer.SinceLastStart.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task NextTurn_ComesExactlyAfterInterval()
    {
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(10));
        (await pacer.NextAsync(CancellationToken.None))!.Dispose();

        var next = pacer.NextAsync(CancellationToken.None);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromMilliseconds(9_999));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await next)!.Dispose();
    }

    [Fact]
    public async Task Interval_RunsFromWrittenRequest()
    {
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(10));
        var first = (await pacer.NextAsync(CancellationToken.None))!;
        _time.Advance(TimeSpan.FromSeconds(4));
        first.RequestWritten();
        first.Dispose();

        var next = pacer.NextAsync(CancellationToken.None);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromMilliseconds(9_999));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await next)!.Dispose();
    }

    [Fact]
    public async Task SlowerPace_HoldsForTheNextTurn()
    {
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(1));
        (await pacer.NextAsync(CancellationToken.None))!.Dispose();

        pacer.SlowDownTo(TimeSpan.FromSeconds(3));
        pacer.SlowDownTo(TimeSpan.FromSeconds(2));
        var next = pacer.NextAsync(CancellationToken.None);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(2.9));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await next)!.Dispose();
    }

    [Fact]
    public async Task BusyConnections_HoldTurnBack()
    {
        using var pacer = Pacer(interval: TimeSpan.Zero, connections: 1);
        var first = (await pacer.NextAsync(CancellationToken.None))!;

        var next = pacer.NextAsync(CancellationToken.None);
        next.IsCompleted.ShouldBeFalse();
        first.Dispose();
        first.Dispose();

        (await next)!.Dispose();
    }

    [Fact]
    public async Task SlotsOfProcess_AreSharedByBatches()
    {
        using var one = Pacer(interval: TimeSpan.Zero, connections: 5);
        using var other = Pacer(interval: TimeSpan.Zero, connections: 5);
        var first = (await one.NextAsync(CancellationToken.None))!;
        using var second = await one.NextAsync(CancellationToken.None);

        var third = other.NextAsync(CancellationToken.None);
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();

        (await third)!.Dispose();
    }

    [Fact]
    public async Task PauseBeyondLease_EndsTurnsWithoutWaiting()
    {
        // The last start is at 40 s: the lease's end less one request time-out.
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(30));
        (await pacer.NextAsync(CancellationToken.None))!.Dispose();
        var second = pacer.NextAsync(CancellationToken.None);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        (await second)!.Dispose();

        (await pacer.NextAsync(CancellationToken.None)).ShouldBeNull();
        _time.PendingTimers.ShouldBe(0);
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(41, false)]
    public async Task LastStart_IsOneTimeoutBeforeLeaseEnd(int seconds, bool isInTime)
    {
        using var pacer = Pacer(interval: TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        using var turn = await pacer.NextAsync(CancellationToken.None);

        (turn is not null).ShouldBe(isInTime);
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public async Task ProcessThatOthersMayTakeForLost_GetsNoTurn(int secondsOfSilence, bool gets)
    {
        using var pacer = Pacer(interval: TimeSpan.Zero, lease: TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromSeconds(secondsOfSilence));
        _heartbeats.Confirm();

        using var turn = await pacer.NextAsync(CancellationToken.None);

        (turn is not null).ShouldBe(gets);
    }

    [Fact]
    public async Task SlotThatComesTooLate_IsGivenBack()
    {
        using var pacer = Pacer(interval: TimeSpan.Zero);
        await _slots.TakeAsync(CancellationToken.None);
        await _slots.TakeAsync(CancellationToken.None);

        var late = pacer.NextAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(50));
        _slots.Free();

        (await late).ShouldBeNull();
        await _slots.TakeAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Cancelling_EndsTheWait()
    {
        using var cancel = new CancellationTokenSource();
        using var pacer = Pacer(interval: TimeSpan.FromSeconds(10));
        (await pacer.NextAsync(CancellationToken.None))!.Dispose();

        var next = pacer.NextAsync(cancel.Token);
        await cancel.CancelAsync();

        (await next).ShouldBeNull();
    }

    public void Dispose() => _slots.Dispose();

    private FetchPacer Pacer(TimeSpan interval, int connections = 1, TimeSpan? lease = null) => new(
        new FetchHostBatch
        {
            LeaseId = Guid.NewGuid(),
            CrawlId = Guid.NewGuid(),
            Host = "a.example",
            LeasedUntil = _time.GetUtcNow() + (lease ?? TimeSpan.FromMinutes(1)),
            RequestTimeout = TimeSpan.FromSeconds(20),
            Interval = interval,
            Connections = connections,
            UserAgent = "Crawler/0.1",
            ObeyRobots = true,
            Archive = false,
            HtmlOnly = false,
            MaxBodyBytes = 1_000,
            Urls = [],
        },
        _slots,
        _heartbeats,
        _time);
}
