using System.Diagnostics;

namespace Crawler.Downloader.Outlinks;

/// <summary>One crawl's part of <see cref="SentLinks"/>.</summary>
internal sealed class CrawlSentLinks(int most)
{
    /// <summary>
    /// Answers that wait for their confirmation. Scheduler names a commit in the batches that follow it, or never.
    /// </summary>
    private const int MaxAwaited = 256;

    private readonly Lock _lock = new();
    private readonly SentLinkSet _known = new(most);
    private readonly Dictionary<Guid, SentLink[]> _awaited = [];
    private readonly Queue<Guid> _order = new();
    private int _awaitedLinks;

    /// <summary>When it was last asked, on the monotonic clock.</summary>
    public long LastUsed { get; private set; } = Stopwatch.GetTimestamp();

    public bool Knows(SentLink link)
    {
        lock (_lock)
        {
            LastUsed = Stopwatch.GetTimestamp();
            return _known.Contains(link);
        }
    }

    /// <summary>Keeps the links that an answer sends until its lease is confirmed.</summary>
    public void Await(Guid leaseId, SentLink[] links)
    {
        lock (_lock)
        {
            if (links.Length == 0 || links.Length > most || !_awaited.TryAdd(leaseId, links))
            {
                return;
            }

            _order.Enqueue(leaseId);
            _awaitedLinks += links.Length;
            while (_order.Count > MaxAwaited || _awaitedLinks > most)
            {
                Take(_order.Dequeue());
            }
        }
    }

    public void Confirm(IReadOnlyList<Guid> leaseIds)
    {
        lock (_lock)
        {
            foreach (var leaseId in leaseIds)
            {
                foreach (var link in Take(leaseId))
                {
                    _known.Add(link);
                }
            }
        }
    }

    public void Abandon(Guid leaseId)
    {
        lock (_lock)
        {
            Take(leaseId);
        }
    }

    /// <summary>Its place in the order stays until it comes to the front, where it finds nothing any more.</summary>
    private SentLink[] Take(Guid leaseId)
    {
        if (!_awaited.Remove(leaseId, out var links))
        {
            return [];
        }

        _awaitedLinks -= links.Length;
        return links;
    }
}
