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

    public CounterLedger(CrawlCounters row)
    {
        _row = row;
        _reasons = ReadReasons(row.Reasons);
    }

    public CrawlCounters Row => _row;

    /// <summary>No URL waits or is with a downloader.</summary>
    public bool IsEmpty => _row.Queued == 0 && _row.Leased == 0;

    /// <summary>A URL that was not known before.</summary>
    public void Discover(UrlState state, UrlReason? reason)
    {
        _row.Discovered++;
        Add(state, reason, 1);
    }

    /// <summary>Many URLs that go from one state to another.</summary>
    public void Move(UrlState from, UrlReason? fromReason, UrlState to, UrlReason? toReason, long count = 1)
    {
        Add(from, fromReason, -count);
        Add(to, toReason, count);
    }

    /// <summary>Writes the reasons back into the row.</summary>
    public CrawlCounters Close()
    {
        _row.Reasons = JsonSerializer.Serialize(
            _reasons.Where(pair => pair.Value != 0).ToDictionary(
                pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal));
        return _row;
    }

    /// <summary>The counts as they are told to others.</summary>
    public CrawlCounts Snapshot() => CountsOf(_row, _reasons);

    private static Dictionary<UrlReason, long> ReadReasons(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, long>>(json)!
            .ToDictionary(pair => Enum.Parse<UrlReason>(pair.Key), pair => pair.Value);

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
