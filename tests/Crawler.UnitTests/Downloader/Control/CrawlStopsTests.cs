using Crawler.Downloader.Control;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Control;

public sealed class CrawlStopsTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CrawlStops _stops = new();
    private readonly Guid _crawl = Guid.NewGuid();

    [Fact]
    public void PausedCrawl_IsStoppedUntilResumed()
    {
        _stops.IsStopped(_crawl).ShouldBeFalse();

        _stops.Pause(_crawl, Noon);
        _stops.IsStopped(_crawl).ShouldBeTrue();

        _stops.Resume(_crawl, Noon.AddSeconds(1));
        _stops.IsStopped(_crawl).ShouldBeFalse();
    }

    [Fact]
    public void LatePause_DoesNotUndoLaterResume()
    {
        _stops.Resume(_crawl, Noon.AddSeconds(1));
        _stops.Pause(_crawl, Noon);

        _stops.IsStopped(_crawl).ShouldBeFalse();
    }

    [Fact]
    public void EndedCrawl_StaysStopped()
    {
        _stops.End(_crawl, Noon);
        _stops.Resume(_crawl, Noon.AddHours(1));

        _stops.IsStopped(_crawl).ShouldBeTrue();
    }

    [Fact]
    public void Watcher_IsCancelledWhenItsCrawlStops()
    {
        using var mine = new CancellationTokenSource();
        using var others = new CancellationTokenSource();
        using var watch = _stops.Watch(_crawl, mine);
        using var otherWatch = _stops.Watch(Guid.NewGuid(), others);

        _stops.Pause(_crawl, Noon);

        mine.IsCancellationRequested.ShouldBeTrue();
        others.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void WatcherOfStoppedCrawl_IsCancelledAtOnce()
    {
        using var source = new CancellationTokenSource();
        _stops.End(_crawl, Noon);

        using var watch = _stops.Watch(_crawl, source);

        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void DisposedWatcher_IsLeftAlone()
    {
        using var source = new CancellationTokenSource();
        _stops.Watch(_crawl, source).Dispose();

        _stops.Pause(_crawl, Noon);

        source.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void ManyCrawls_ForgetTheFirst()
    {
        _stops.Pause(_crawl, Noon);
        for (var i = 0; i < 10_000; i++)
        {
            _stops.Pause(Guid.NewGuid(), Noon);
        }

        _stops.IsStopped(_crawl).ShouldBeFalse();
    }
}
