using Crawler.Downloader;
using Crawler.Downloader.Fetching;
using Crawler.TestKit.Time;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Fetching;

public sealed class FetchDeadlineTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _abort = new();

    [Fact]
    public void UnsentRequest_EndsAfterConnectAndFirstByteTogether()
    {
        using var deadline = Begin(total: 100);

        Passes(deadline, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void SentRequest_HasFirstByteTimeoutFromThere()
    {
        using var deadline = Begin(total: 100);
        _time.Advance(TimeSpan.FromSeconds(9));
        deadline.RequestSent();

        Passes(deadline, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Total_HoldsThroughAllPhases()
    {
        using var deadline = Begin(total: 25);
        _time.Advance(TimeSpan.FromSeconds(9));
        deadline.RequestSent();

        Passes(deadline, TimeSpan.FromSeconds(16));
    }

    [Fact]
    public void BodyWithoutQuota_EndsWithItsWindow()
    {
        using var deadline = Begin(total: 100);
        deadline.BodyBegins();
        _time.Advance(TimeSpan.FromSeconds(5));
        deadline.BodyReceived(10_239);

        Passes(deadline, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void BodyWithQuota_GoesOnToEndOfNextWindow()
    {
        using var deadline = Begin(total: 100);
        deadline.BodyBegins();
        _time.Advance(TimeSpan.FromSeconds(5));
        deadline.BodyReceived(10_240);

        Passes(deadline, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void SteadyBody_EndsOnlyWithTotal()
    {
        using var deadline = Begin(total: 100);
        deadline.BodyBegins();
        for (var second = 1; second < 100; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            deadline.BodyReceived(1_200);
            deadline.HasPassed.ShouldBeFalse();
        }

        Passes(deadline, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Abort_IsNotPassing()
    {
        using var deadline = Begin(total: 100);

        _abort.Cancel();

        deadline.Token.IsCancellationRequested.ShouldBeTrue();
        deadline.HasPassed.ShouldBeFalse();
    }

    public void Dispose() => _abort.Dispose();

    private FetchDeadline Begin(int total) =>
        new(_time, new DownloaderOptions(), TimeSpan.FromSeconds(total), _abort.Token);

    private void Passes(FetchDeadline deadline, TimeSpan after)
    {
        _time.Advance(after - TimeSpan.FromMilliseconds(1));
        deadline.HasPassed.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        deadline.HasPassed.ShouldBeTrue();
        deadline.Token.IsCancellationRequested.ShouldBeTrue();
    }
}
