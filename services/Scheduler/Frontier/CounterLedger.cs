using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>Changes a crawl's counts so that the law of <see cref="CrawlCounters"/> holds after every step.</summary>
internal sealed class CounterLedger
{
    private readonly CrawlCounters _row;
    private readonly Dictionary<UrlReason, long> _reasons;
    private readonly Dictionary<UrlState, long> _sitemaps;

    public CounterLedger(CrawlCounters row)
    {
        _row = row;
        _reasons = Read<UrlReason>(row.Reasons);
        _sitemaps = Read<UrlState>(row.Sitemaps);
    }

    public CrawlCounters Row => _row;

    /// <summary>No URL waits or is with a downloader.</summary>
    public bool IsEmpty => _row.Queued == 0 && _row.Leased == 0 && !IsAnySitemapOpen;

    /// <summary>A sitemap waits or is with a downloader.</summary>
    public bool IsAnySitemapOpen => SitemapsIn(UrlState.Queued) > 0 || SitemapsIn(UrlState.Leased) > 0;

    /// <summary>How many sitemaps the crawl knows.</summary>
    public long Sitemaps => _sitemaps.Values.Sum();

    public long SitemapsIn(UrlState state) => _sitemaps.GetValueOrDefault(state);

    /// <summary>A URL that was not known before.</summary>
    public void Discover(UrlKind kind, UrlState state, UrlReason? reason)
    {
        if (kind == UrlKind.Sitemap)
        {
            AddSitemaps(state, 1);
            return;
        }

        _row.Discovered++;
        Add(state, reason, 1);
    }

    /// <summary>Many URLs of a kind that go from one state to another.</summary>
    public void Move(
        UrlKind kind, UrlState from, UrlReason? fromReason, UrlState to, UrlReason? toReason, long count = 1)
    {
        if (kind == UrlKind.Sitemap)
        {
            AddSitemaps(from, -count);
            AddSitemaps(to, count);
            return;
        }

        Add(from, fromReason, -count);
        Add(to, toReason, count);
    }

    /// <summary>A URL's place among the pages that are allowed is taken, or given back.</summary>
    public void Reserve(FrontierUrl url, int count)
    {
        if (url.Kind == UrlKind.Page && url.LastSeq is null)
        {
            _row.Reserved += count;
        }
    }

    /// <summary>Writes what is counted by name back into the row.</summary>
    public CrawlCounters Close()
    {
        _row.Reasons = Write(_reasons);
        _row.Sitemaps = Write(_sitemaps);
        return _row;
    }

    /// <summary>The counts as they are told to others.</summary>
    public CrawlCounts Snapshot() => CountsOf(_row, _reasons);

    private static Dictionary<TName, long> Read<TName>(string json)
        where TName : struct, Enum =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(json)!
            .ToDictionary(pair => Enum.Parse<TName>(pair.Key), pair => pair.Value);

    private static string Write<TName>(Dictionary<TName, long> counts)
        where TName : struct, Enum =>
        JsonSerializer.Serialize(
            counts.Where(pair => pair.Value != 0).ToDictionary(
                pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal));

    private static CrawlCounts CountsOf(CrawlCounters row, Dictionary<UrlReason, long> reasons) => new()
    {
        Discovered = row.Discovered,
        Queued = row.Queued,
        Leased = row.Leased,
        Fetched = row.Fetched,
        Unchanged = row.Unchanged,
        Redirected = row.Redirected,
        Skipped = Of(reasons, UrlState.Skipped),
        Failed = Of(reasons, UrlState.Failed),
        Gone = row.Gone,
    };

    private static Dictionary<string, long> Of(Dictionary<UrlReason, long> reasons, UrlState state) => reasons
        .Where(pair => pair.Value != 0 && UrlReasons.StateOf(pair.Key) == state)
        .OrderBy(pair => pair.Key)
        .ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);

    private void AddSitemaps(UrlState state, long count) => _sitemaps[state] = SitemapsIn(state) + count;

    private void Add(UrlState state, UrlReason? reason, long count)
    {
        switch (state)
        {
            case UrlState.Queued: _row.Queued += count; break;
            case UrlState.Leased: _row.Leased += count; break;
            case UrlState.Fetched: _row.Fetched += count; break;
            case UrlState.Unchanged: _row.Unchanged += count; break;
            case UrlState.Redirected: _row.Redirected += count; break;
            case UrlState.Gone: _row.Gone += count; break;
            case UrlState.Skipped: _row.Skipped += count; break;
            case UrlState.Failed: _row.Failed += count; break;
            default: throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a URL.");
        }

        if (state is UrlState.Skipped or UrlState.Failed)
        {
            var key = reason ?? throw new ArgumentException("Skipped and Failed carry a reason.", nameof(reason));
            _reasons[key] = _reasons.GetValueOrDefault(key) + count;
        }
    }
}
