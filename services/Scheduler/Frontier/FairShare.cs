namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Divides the downloaders among crawls by weight: next is the crawl that has had least for its weight.
/// </summary>
internal sealed class FairShare
{
    private readonly Dictionary<Guid, double> _used = [];

    /// <summary>
    /// Forgets crawls that do not run, and lets new ones begin level with the one that has had least.
    /// </summary>
    public void Enter(IReadOnlyCollection<Guid> crawls)
    {
        foreach (var gone in _used.Keys.Except(crawls).ToList())
        {
            _used.Remove(gone);
        }

        var least = _used.Count == 0 ? 0 : _used.Values.Min();
        foreach (var crawl in crawls)
        {
            _used.TryAdd(crawl, least);
        }
    }

    /// <summary>The crawl whose turn it is.</summary>
    public Guid Next(IEnumerable<Guid> crawls) => crawls.MinBy(crawl => _used[crawl]);

    /// <summary>Notes what a crawl was given.</summary>
    public void Use(Guid crawl, int urls, int weight) => _used[crawl] += (double)urls / weight;
}
