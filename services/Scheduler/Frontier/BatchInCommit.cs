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
    private int _sitemaps;

    /// <summary>The crawl's plan, with the scope as this answer has widened it.</summary>
    public CrawlPlan Plan { get; private set; } = plan;

    public CrawlHead Crawl => crawl;

    public CounterLedger Counters => counters;

    public HostQueue Queue => queue;

    public DateTimeOffset Now => now;

    /// <summary>Whether a URL of the batch may be due again at any time.</summary>
    public bool MayGoOn => !crawl.IsEnding && queue.GivenUp is null;

    /// <summary>Whether the answer says that robots.txt cannot be had: why it attempted nothing.</summary>
    public bool IsRobotsUnreachable { get; init; }

    /// <summary>Sitemaps known to the crawl, and those found in this answer.</summary>
    public long Sitemaps => counters.Sitemaps + _sitemaps;

    public List<Fetch> Fetches { get; } = [];

    /// <summary>URLs queued again after an attempt that failed.</summary>
    public int Retries { get; set; }

    /// <summary>Targets of seeds' redirects that lay beyond the scope until this answer.</summary>
    public List<WebUrl> ScopeExtensions { get; } = [];

    /// <summary>Hosts to which rows of the batch have moved.</summary>
    public SortedSet<string> Moved { get; } = new(StringComparer.Ordinal);

    /// <summary>A URL found on another: kept once, with the shortest way to it.</summary>
    public void Find(string text, FrontierUrl parent, int depth, int hops, char step)
    {
        if (WebUrl.TryParse(text, out var url) && url.IsHttp)
        {
            Find(url, UrlKind.Page, parent, depth, hops, step);
        }
    }

    /// <summary>
    /// A part of a page belongs to it, and is as deep. What an asset embeds is one deeper, so that no chain of them
    /// goes on for ever.
    /// </summary>
    public void FindAsset(string text, FrontierUrl parent) =>
        Find(text, parent, parent.Depth + (UrlAdmission.IsAsset(parent) ? 1 : 0), hops: 0, step: 'E');

    /// <summary>A URL found on another, already parsed.</summary>
    public void Find(WebUrl url, UrlKind kind, FrontierUrl parent, int depth, int hops, char step)
    {
        var row = Find(url, kind, depth);
        if (row is not null)
        {
            row.Hops = hops;
            row.ReferrerKey = parent.UrlKey;
            row.DiscoveryPath = UrlAdmission.Extend(parent.DiscoveryPath, step);
        }
    }

    /// <summary>A sitemap that an origin has, by its robots.txt or by custom.</summary>
    public void FindSitemap(WebUrl url)
    {
        if (Find(url, UrlKind.Sitemap, depth: 0) is { } row)
        {
            row.DiscoveryPath = "M";
        }
    }

    /// <summary>A seed's redirect target joins the scope, from the next decision on.</summary>
    public void WidenScope(WebUrl target)
    {
        var additions = JsonSerializer.Deserialize<List<string>>(counters.Row.ScopeAdditions) ?? [];
        if (additions.Count < MaxScopeAdditions && !additions.Contains(target.Href, StringComparer.Ordinal))
        {
            additions.Add(target.Href);
            counters.Row.ScopeAdditions = JsonSerializer.Serialize(additions);
            var widened = Plan.WithScopeOf(target);
            if (widened.Scope != Plan.Scope)
            {
                ScopeExtensions.Add(target);
            }

            Plan = widened;
        }
    }

    /// <summary>The distinct URLs found.</summary>
    public IReadOnlyList<(FrontierUrl Row, WebUrl Url)> TakeFound() => [.. _found.Values];

    /// <summary>The row of a URL that was not found here before, or by a longer way.</summary>
    private FrontierUrl? Find(WebUrl url, UrlKind kind, int depth)
    {
        var key = UrlAdmission.KeyOf(Plan, url, kind);
        if (_found.TryGetValue(key, out var known) && known.Row.Depth <= depth)
        {
            return null;
        }

        var row = UrlAdmission.RowOf(Plan, url, key, depth, now);
        row.Kind = kind;
        _sitemaps += kind == UrlKind.Sitemap ? 1 : 0;
        _found[key] = (row, url);
        return row;
    }
}
