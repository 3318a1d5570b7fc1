using Crawler.TestKit.Time;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.TestKit.Time;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Delay_EndsWhenTimeHasPassed()
    {
        var delay = Task.Delay(Minute, _clock);

        _clock.Advance(Minute - TimeSpan.FromTicks(1));
        var early = delay.IsCompleted;
        _clock.Advance(TimeSpan.FromTicks(1));

        early.ShouldBeFalse();
        await delay.WaitAsync(TimeSpan.FromSeconds(10));
        _clock.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void CancellationTokenSource_CancelsWhenTimeHasPassed()
    {
        using var source = new CancellationTokenSource(Minute, _clock);

        _clock.Advance(Minute);

        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task PeriodicTimer_TicksEachPeriod()
    {
        using var timer = new PeriodicTimer(Minute, _clock);

        for (var tick = 0; tick < 3; tick++)
        {
            var next = timer.WaitForNextTickAsync();
            next.IsCompleted.ShouldBeFalse();
            _clock.Advance(Minute);
            (await next).ShouldBeTrue();
        }
    }

    [Fact]
    public void Advance_FiresInOrderOfDueTimes_EachAtItsMoment()
    {
        var start = _clock.GetUtcNow();
        List<(string Name, TimeSpan At)> fired = [];
        using var late = _clock.CreateTimer(
            _ => fired.Add(("late", _clock.GetUtcNow() - start)), null, 3 * Minute, Timeout.InfiniteTimeSpan);
        using var often = _clock.CreateTimer(
            _ => fired.Add(("often", _clock.GetUtcNow() - start)), null, Minute, 2 * Minute);

        _clock.Advance(5 * Minute);

        fired.ShouldBe([("often", Minute), ("late", 3 * Minute), ("often", 3 * Minute), ("often", 5 * Minute)]);
        _clock.GetElapsedTime(0).ShouldBe(5 * Minute);
    }

    [Fact]
    public void TimerThatSetsATimer_BothFireInOneAdvance()
    {
        var fired = 0;
        ITimer? second = null;
        using var first = _clock.CreateTimer(
            _ => second = _clock.CreateTimer(_ => fired++, null, Minute, Timeout.InfiniteTimeSpan),
            null,
            Minute,
            Timeout.InfiniteTimeSpan);

        _clock.Advance(2 * Minute);

        fired.ShouldBe(1);
        second.ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void DisposedTimer_DoesNotFire()
    {
        var fired = false;
        _clock.CreateTimer(_ => fired = true, null, Minute, Minute).Dispose();

        _clock.Advance(Minute);

        fired.ShouldBeFalse();
    }

    [Fact]
    public void SetUtcNow_MovesTheWallClockAlone()
    {
        var fired = false;
        using var timer = _clock.CreateTimer(_ => fired = true, null, Minute, Timeout.InfiniteTimeSpan);
        var past = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

        _clock.SetUtcNow(past);
        _clock.Advance(TimeSpan.FromSeconds(1));

        _clock.GetUtcNow().ShouldBe(past + TimeSpan.FromSeconds(1));
        _clock.GetElapsedTime(0).ShouldBe(TimeSpan.FromSeconds(1));
        fired.ShouldBeFalse();
    }

    [Fact]
    public async Task WaitForTimersAsync_ReturnsWhenTheCodeUnderTestWaits()
    {
        var work = Task.Run(() => Task.Delay(Minute, _clock));

        await _clock.WaitForTimersAsync();
        _clock.Advance(Minute);

        await work.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task TimerDueAtOnce_FiresWithoutAdvance()
    {
        var fired = new TaskCompletionSource();
        using var timer = _clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
