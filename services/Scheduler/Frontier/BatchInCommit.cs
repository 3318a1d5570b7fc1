using System.Text.Json;

using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

namespace Crawler.Scheduler.Frontier;

/// <summary>What one answer adds up to while it is committed.</summary>
internal sealed class BatchInCommit(
    CrawlPlan plan, CrawlHead crawl, CounterLedger counters, HostQueue queue, DateTimeOffset now)
{
    /// <summary>The most targets of seeds' redirects that join a crawl's scope.</summary>
    private const int MaxScopeAdditions = 10_000;

    private readonly Dictionary<UrlKey, (FrontierUrl Row, WebUrl Url)> _found = [];

    /// <summary>The crawl's plan, with the scope as this answer has widened it.</summary>
    public CrawlPlan Plan { get; private set; } = plan;

    public CrawlHead Crawl => crawl;

    public CounterLedger Counters => counters;

    public HostQueue Queue => queue;

    public DateTimeOffset Now => now;

    /// <summary>Whether a URL of the batch may be due again at any time.</summary>
    public bool MayGoOn => !crawl.IsEnding && queue.GivenUp is null;

    public List<Fetch> Fetches { get; } = [];

    /// <summary>Hosts to which rows of the batch have moved.</summary>
    public SortedSet<string> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>A URL found on another: kept once, with the shortest way to it.</summary>
    public void Find(string text, FrontierUrl parent, int depth, int hops, char step)
    {
        if (WebUrl.TryParse(text, out var url) && url.IsHttp)
        {
            Find(url, UrlAdmission.KeyOf(Plan, url), parent, depth, hops, step);
        }
    }

    /// <summary>A URL found on another, already parsed.</summary>
    public void Find(WebUrl url, UrlKey key, FrontierUrl parent, int depth, int hops, char step)
    {
        if (_found.TryGetValue(key, out var known) && known.Row.Depth <= depth)
        {
            return;
        }

        var row = UrlAdmission.RowOf(Plan, url, key, depth, now);
        row.Hops = hops;
        row.ReferrerKey = parent.UrlKey;
        row.DiscoveryPath = UrlAdmission.Extend(parent.DiscoveryPath, step);
        _found[key] = (row, url);
    }

    /// <summary>A seed's redirect target joins the scope, from the next decision on.</summary>
    public void WidenScope(WebUrl target)
    {
        var additions = JsonSerializer.Deserialize<List<string>>(counters.Row.ScopeAdditions) ?? [];
        if (additions.Count < MaxScopeAdditions && !additions.Contains(target.Href, StringComparer.Ordinal))
        {
            additions.Add(target.Href);
            counters.Row.ScopeAdditions = JsonSerializer.Serialize(additions);
            Plan = Plan.WithScopeOf(target);
        }
    }

    /// <summary>The distinct URLs found.</summary>
    public IReadOnlyList<(FrontierUrl Row, WebUrl Url)> TakeFound() => [.. _found.Values];
}
