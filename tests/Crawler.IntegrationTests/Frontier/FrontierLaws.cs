using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

namespace Crawler.IntegrationTests.Frontier;

/// <summary>What holds of the frontier's rows after every commit, whatever happened before.</summary>
internal static class FrontierLaws
{
    public static async Task<IReadOnlyList<string>> BrokenAsync(FrontierHarness frontier)
    {
        var broken = new List<string>();
        var urls = await frontier.Rows<FrontierUrl>()
            .Select(url =>
                new Row(url.CrawlId, url.Kind, url.State, url.Reason, url.LeaseId, url.DueAt, url.LastSeq, url.Host))
            .ToListAsync();
        var leases = await frontier.Rows<Lease>().ToListAsync();
        var specs = frontier.Specs;
        foreach (var counters in await frontier.Rows<CrawlCounters>().ToListAsync())
        {
            var all = urls.Where(url => url.CrawlId == counters.CrawlId).ToList();
            var rows = all.Where(url => url.Kind == UrlKind.Page).ToList();
            CheckSitemaps(broken, counters, [.. all.Where(url => url.Kind == UrlKind.Sitemap)]);
            CheckCounts(broken, counters, rows);
            CheckLimits(broken, counters, rows, specs[counters.CrawlId]);
        }

        CheckLeases(broken, urls, leases, specs);
        var sequences = await frontier.Rows<Fetch>().GroupBy(fetch => fetch.CrawlId)
            .Select(group => new
            {
                group.Key,
                Count = group.LongCount(),
                First = group.Min(fetch => fetch.Seq),
                Last = group.Max(fetch => fetch.Seq),
            })
            .ToListAsync();
        foreach (var sequence in sequences.Where(s => s.First != 1 || s.Last != s.Count))
        {
            broken.Add($"{sequence.Count} fetches are numbered {sequence.First} to {sequence.Last}");
        }

        return broken;
    }

    private static void CheckCounts(List<string> broken, CrawlCounters counters, List<Row> rows)
    {
        Expect(broken, "discovered", counters.Discovered, rows.Count);
        Expect(broken, "queued", counters.Queued, rows.Count(row => row.State == UrlState.Queued));
        Expect(broken, "leased", counters.Leased, rows.Count(row => row.State == UrlState.Leased));
        Expect(broken, "fetched", counters.Fetched, rows.Count(row => row.State == UrlState.Fetched));
        Expect(broken, "unchanged", counters.Unchanged, rows.Count(row => row.State == UrlState.Unchanged));
        Expect(broken, "redirected", counters.Redirected, rows.Count(row => row.State == UrlState.Redirected));
        Expect(broken, "skipped", counters.Skipped, rows.Count(row => row.State == UrlState.Skipped));
        Expect(broken, "failed", counters.Failed, rows.Count(row => row.State == UrlState.Failed));
        Expect(broken, "gone", counters.Gone, rows.Count(row => row.State == UrlState.Gone));
        Expect(
            broken,
            "the sum of states",
            counters.Queued + counters.Leased + counters.Fetched + counters.Unchanged + counters.Redirected
                + counters.Skipped + counters.Failed + counters.Gone,
            counters.Discovered);
        var reasons = rows.Where(row => row.State is UrlState.Skipped or UrlState.Failed)
            .GroupBy(row => row.Reason!.Value.ToString())
            .ToDictionary(group => group.Key, group => (long)group.Count());
        var counted = JsonSerializer.Deserialize<Dictionary<string, long>>(counters.Reasons)!;
        foreach (var reason in reasons.Keys.Union(counted.Keys))
        {
            Expect(broken, reason, counted.GetValueOrDefault(reason), reasons.GetValueOrDefault(reason));
        }
    }

    private static void CheckSitemaps(List<string> broken, CrawlCounters counters, List<Row> rows)
    {
        var counted = JsonSerializer.Deserialize<Dictionary<string, long>>(counters.Sitemaps)!;
        foreach (var state in Enum.GetValues<UrlState>())
        {
            Expect(
                broken, $"sitemaps {state}", counted.GetValueOrDefault(state.ToString()),
                rows.Count(row => row.State == state));
        }
    }

    private static void CheckLimits(List<string> broken, CrawlCounters counters, List<Row> rows, CrawlSpec spec)
    {
        Expect(broken, "stored", counters.Stored, rows.Count(row => row.LastSeq is not null));
        Expect(broken, "reserved", counters.Reserved,
            rows.Count(row => row is { State: UrlState.Leased, LastSeq: null }));
        if (counters.Stored + counters.Reserved > spec.Limits.Pages)
        {
            broken.Add($"{counters.Stored} stored and {counters.Reserved} reserved of {spec.Limits.Pages} pages");
        }
    }

    private static void CheckLeases(
        List<string> broken, List<Row> urls, List<Lease> leases, IReadOnlyDictionary<Guid, CrawlSpec> specs)
    {
        var live = leases.ToDictionary(lease => lease.LeaseId);
        foreach (var url in urls)
        {
            if ((url.State == UrlState.Leased) != url.LeaseId is not null)
            {
                broken.Add($"a URL is {url.State} with lease '{url.LeaseId}'");
            }

            if (url.LeaseId is { } id
                && (!live.TryGetValue(id, out var lease) || lease.Host != url.Host || lease.CrawlId != url.CrawlId))
            {
                broken.Add("a URL is in a lease that does not exist");
            }

            if (url is { State: UrlState.Queued, DueAt: null })
            {
                broken.Add("a URL waits for ever");
            }

            // A URL that is leased keeps the reason to which it returns when it is not attempted.
            if (url.State != UrlState.Leased
                && url is { State: UrlState.Skipped or UrlState.Failed } != url.Reason is not null)
            {
                broken.Add($"a URL is {url.State} with reason '{url.Reason}'");
            }
        }

        broken.AddRange(leases
            .Where(lease => !urls.Exists(url => url.LeaseId == lease.LeaseId))
            .Select(lease => $"lease {lease.LeaseId} on {lease.Host} is empty"));
        broken.AddRange(leases.GroupBy(lease => lease.Host)
            .Where(host =>
                host.Sum(lease => lease.Connections) > host.Max(lease => specs[lease.CrawlId].Politeness.PerHost))
            .Select(host => $"{host.Key} has {host.Sum(lease => lease.Connections)} connections"));
        if (leases.Count(lease => lease.Solo) > 1)
        {
            broken.Add("two URLs under suspicion are leased at a time");
        }
    }

    private static void Expect(List<string> broken, string what, long counted, long real)
    {
        if (counted != real)
        {
            broken.Add($"{what} is {counted}, in truth {real}");
        }
    }

    private sealed record Row(
        Guid CrawlId, UrlKind Kind, UrlState State, UrlReason? Reason, Guid? LeaseId, DateTimeOffset? DueAt,
        long? LastSeq, string Host);
}
