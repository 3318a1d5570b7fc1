namespace Crawler.Downloader.Control;

/// <summary>Which crawls start no further fetch: those that are paused, and those that are ending.</summary>
/// <remarks>
/// Filled by broadcasts, which may come late, twice or in the wrong order: of pausing and resuming the later moment
/// counts, ending is for good. It only makes a downloader act sooner; Scheduler has stopped handing out work before it
/// says so. Bounded: the crawl that was told of first is forgotten first.
/// </remarks>
internal sealed class CrawlStops
{
    private const int MaxCrawls = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Stop> _stops = [];
    private readonly Queue<Guid> _order = new();
    private readonly Dictionary<Guid, List<CancellationTokenSource>> _watchers = [];

    public bool IsStopped(Guid crawlId)
    {
        lock (_lock)
        {
            return _stops.TryGetValue(crawlId, out var stop) && stop.Stops;
        }
    }

    public void Pause(Guid crawlId, DateTimeOffset at) => Set(crawlId, new Stop(at, Stops: true, ForGood: false));

    public void Resume(Guid crawlId, DateTimeOffset at) => Set(crawlId, new Stop(at, Stops: false, ForGood: false));

    public void End(Guid crawlId, DateTimeOffset at) => Set(crawlId, new Stop(at, Stops: true, ForGood: true));

    /// <summary>
    /// Cancels <paramref name="source"/> when the crawl stops, at once if it has; until the result is disposed.
    /// </summary>
    public IDisposable Watch(Guid crawlId, CancellationTokenSource source)
    {
        lock (_lock)
        {
            if (!_watchers.TryGetValue(crawlId, out var sources))
            {
                _watchers.Add(crawlId, sources = []);
            }

            sources.Add(source);
            if (_stops.TryGetValue(crawlId, out var stop) && stop.Stops)
            {
                source.Cancel();
            }
        }

        return new Watcher(this, crawlId, source);
    }

    private void Set(Guid crawlId, Stop stop)
    {
        CancellationTokenSource[] watchers = [];
        lock (_lock)
        {
            if (_stops.TryGetValue(crawlId, out var known))
            {
                if (known.ForGood || (!stop.ForGood && stop.At < known.At))
                {
                    return;
                }
            }
            else
            {
                _order.Enqueue(crawlId);
            }

            _stops[crawlId] = stop;
            while (_stops.Count > MaxCrawls)
            {
                _stops.Remove(_order.Dequeue());
            }

            if (stop.Stops && _watchers.TryGetValue(crawlId, out var sources))
            {
                watchers = [.. sources];
            }
        }

        foreach (var watcher in watchers)
        {
            Cancel(watcher);
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Its batch has ended between the look-up and now.
        }
    }

    private void Unwatch(Guid crawlId, CancellationTokenSource source)
    {
        lock (_lock)
        {
            if (_watchers.TryGetValue(crawlId, out var sources) && sources.Remove(source) && sources.Count == 0)
            {
                _watchers.Remove(crawlId);
            }
        }
    }

    private readonly record struct Stop(DateTimeOffset At, bool Stops, bool ForGood);

    private sealed class Watcher(CrawlStops stops, Guid crawlId, CancellationTokenSource source) : IDisposable
    {
        public void Dispose() => stops.Unwatch(crawlId, source);
    }
}
