using System.Collections.Concurrent;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// The leases of each crawl whose answers this process committed last. Batches carry them, and from them a downloader
/// learns which of its links need not be sent again.
/// </summary>
/// <remarks>
/// Kept in memory only: a lease that is never named costs a downloader some repetition, and nothing else.
/// </remarks>
internal sealed class CommittedLeases
{
    /// <summary>Enough to reach the downloader that sent an answer, among a few that share the crawl.</summary>
    private const int MaxPerCrawl = 32;

    private const int MaxCrawls = 1_000;

    private readonly ConcurrentDictionary<Guid, Queue<Guid>> _crawls = new();

    /// <summary>To be called after the transaction's commit, never before.</summary>
    public void Note(Guid crawlId, Guid leaseId)
    {
        if (_crawls.Count >= MaxCrawls)
        {
            _crawls.Clear();
        }

        var leases = _crawls.GetOrAdd(crawlId, static _ => new Queue<Guid>());
        lock (leases)
        {
            leases.Enqueue(leaseId);
            if (leases.Count > MaxPerCrawl)
            {
                leases.Dequeue();
            }
        }
    }

    /// <summary>The latest of a crawl, the oldest first.</summary>
    public IReadOnlyList<Guid> Of(Guid crawlId)
    {
        if (!_crawls.TryGetValue(crawlId, out var leases))
        {
            return [];
        }

        lock (leases)
        {
            return [.. leases];
        }
    }
}
