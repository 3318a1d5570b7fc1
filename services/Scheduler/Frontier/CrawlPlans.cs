using System.Collections.Concurrent;
using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Compiled plans of the crawls that run, made anew when the spec's row or the scope's additions change.
/// </summary>
internal sealed class CrawlPlans(IOptions<FrontierOptions> options)
{
    private const int MaxEntries = 1_000;

    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();

    public async ValueTask<CrawlPlan> GetAsync(
        IFrontierTransaction transaction, CrawlHead crawl, CrawlCounters counters)
    {
        if (_entries.TryGetValue(crawl.Id, out var entry) && entry.ScopeAdditions == counters.ScopeAdditions)
        {
            return entry.Plan;
        }

        var text = await transaction.ReadSpecAsync(crawl.Id);
        var spec = JsonSerializer.Deserialize<CrawlSpec>(text, CrawlerJson.Options)!;
        var plan = CrawlPlan.Compile(crawl.Id, spec, counters.ScopeAdditions, options.Value.UserAgent,
            await transaction.ReadTraceParentAsync(crawl.Id));
        if (_entries.Count >= MaxEntries)
        {
            _entries.Clear();
        }

        _entries[crawl.Id] = new Entry(counters.ScopeAdditions, plan);
        return plan;
    }

    private sealed record Entry(string ScopeAdditions, CrawlPlan Plan);
}
