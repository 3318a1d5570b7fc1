using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Queries;

/// <summary>Reads how crawls stand.</summary>
public sealed class CrawlQueries(CrawlerDbContext context, TimeProvider time)
{
    /// <summary>The most crawls of one answer.</summary>
    public const int MaxLimit = 100;

    private const int MaxWarnings = 100;

    /// <summary>One crawl; null when there is none with that id. An acknowledged crawl is found at once.</summary>
    public async Task<CrawlStatus?> FindAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var crawl = await context.Set<CrawlSaga>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.CorrelationId == crawlId, cancellationToken);
        if (crawl is not null)
        {
            return await DescribeAsync(crawl, cancellationToken);
        }

        var submission = await context.Set<Submission>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.CrawlId == crawlId, cancellationToken);
        return submission is null ? null : await DescribeAsync(Submitted(submission), cancellationToken);
    }

    /// <summary>Whether there is a crawl with that id. An acknowledged crawl is found at once.</summary>
    public async Task<bool> ExistsAsync(Guid crawlId, CancellationToken cancellationToken) =>
        await context.Set<CrawlSaga>().AnyAsync(row => row.CorrelationId == crawlId, cancellationToken)
        || await context.Set<Submission>().AnyAsync(row => row.CrawlId == crawlId, cancellationToken);

    /// <summary>Whether a crawl is over: nothing more is stored of it.</summary>
    public async Task<bool> HasEndedAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var state = await context.Set<CrawlSaga>().AsNoTracking().Where(row => row.CorrelationId == crawlId)
            .Select(row => row.CurrentState).SingleOrDefaultAsync(cancellationToken);
        return CrawlStatus.IsEnd(state);
    }

    /// <summary>
    /// Up to <paramref name="limit"/> crawls from the newest, those submitted before the crawl
    /// <paramref name="after"/>.
    /// </summary>
    public async Task<IReadOnlyList<CrawlStatus>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var crawls = context.Set<Submission>().AsNoTracking();
        if (after is not null)
        {
            var anchor = await crawls.SingleOrDefaultAsync(row => row.CrawlId == after, cancellationToken);
            crawls = crawls.Where(row => anchor != null && row.SubmittedAt < anchor.SubmittedAt);
        }

        var ids = await crawls.OrderByDescending(row => row.SubmittedAt).Select(row => row.CrawlId).Take(
            limit).ToListAsync(cancellationToken);
        var list = new List<CrawlStatus>(ids.Count);
        foreach (var id in ids)
        {
            list.Add((await FindAsync(id, cancellationToken))!);
        }

        return list;
    }

    private static CrawlSaga Submitted(Submission submission) => new()
    {
        CorrelationId = submission.CrawlId,
        CurrentState = "Submitted",
        Spec = submission.Spec,
        SubmittedAt = submission.SubmittedAt,
    };

    private static CrawlCounts CountsOf(CrawlCounters row)
    {
        var reasons = JsonSerializer.Deserialize<Dictionary<string, long>>(row.Reasons)!;
        return new CrawlCounts
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
    }

    private static SitemapCounts SitemapsOf(CrawlCounters row)
    {
        var states = JsonSerializer.Deserialize<Dictionary<string, long>>(row.Sitemaps)!;
        return new SitemapCounts
        {
            Discovered = states.Values.Sum(),
            Waiting = In(UrlState.Queued) + In(UrlState.Leased),
            Read = In(UrlState.Fetched) + In(UrlState.Unchanged),
            Redirected = In(UrlState.Redirected),
            Skipped = In(UrlState.Skipped),
            Failed = In(UrlState.Failed),
            Gone = In(UrlState.Gone),
        };

        long In(UrlState state) => states.GetValueOrDefault(state.ToString());
    }

    private static bool IsAnySitemapLeased(CrawlCounters row) =>
        row.Sitemaps.Contains($"\"{UrlState.Leased}\"", StringComparison.Ordinal);

    private static SortedDictionary<string, long> Of(Dictionary<string, long> reasons, UrlState state) => new(
        reasons.Where(pair => UrlReasons.StateOf(Enum.Parse<UrlReason>(pair.Key)) == state).ToDictionary(),
        StringComparer.Ordinal);

    private static IReadOnlyList<string> ActionsOf(string state) => state switch
    {
        "Submitted" or "Crawling" => ["pause", "cancel"],
        "Paused" => ["resume", "cancel"],
        _ => [],
    };

    private async Task<CrawlStatus> DescribeAsync(CrawlSaga crawl, CancellationToken cancellationToken)
    {
        var row = await context.Set<CrawlCounters>().AsNoTracking()
            .SingleOrDefaultAsync(counters => counters.CrawlId == crawl.CorrelationId, cancellationToken)
                ?? new CrawlCounters();
        var seconds = Math.Max(0.001, ((crawl.EndedAt ?? time.GetUtcNow()) - crawl.SubmittedAt).TotalSeconds);
        return new CrawlStatus
        {
            Id = crawl.CorrelationId,
            State = crawl.CurrentState,
            EndReason = crawl.EndReason,
            SubmittedAt = crawl.SubmittedAt,
            EndedAt = crawl.EndedAt,
            Counts = CountsOf(row),
            Sitemaps = SitemapsOf(row),
            Bytes = row.Bytes,
            LastSeq = row.LastSeq,
            WaitingOn = await WaitingOnAsync(crawl, row, cancellationToken),
            Warnings = await WarningsAsync(crawl.CorrelationId, cancellationToken),
            Rates = new CrawlRates
            {
                ElapsedSeconds = Math.Round(seconds, 3),
                PagesPerSecond = Math.Round(row.LastSeq / seconds, 3),
                BytesPerSecond = Math.Round(row.Bytes / seconds, 1),
            },
            Spec = JsonSerializer.Deserialize<CrawlSpec>(crawl.Spec, CrawlerJson.Options)!,
            AvailableActions = ActionsOf(crawl.CurrentState),
        };
    }

    private async Task<IReadOnlyList<CrawlWarning>> WarningsAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var skipped = context.Set<TrapSuspicion>().AsNoTracking().Where(
            suspicion => suspicion.CrawlId == crawlId && suspicion.Skipped > 0);
        return await skipped.GroupBy(suspicion => new { suspicion.Host, suspicion.Rule })
            .Select(group => new CrawlWarning
            {
                Reason = nameof(UrlReason.TrapSuspected),
                Rule = group.Key.Rule,
                Host = group.Key.Host,
                Urls = group.Sum(suspicion => suspicion.Skipped),
                Taken = group.Sum(suspicion => suspicion.Admitted),
                Example = group.Min(suspicion => suspicion.Example),
            })
            .OrderByDescending(warning => warning.Urls).ThenBy(warning => warning.Host)
            .Take(MaxWarnings)
            .ToListAsync(cancellationToken);
    }

    private async Task<WaitingOn?> WaitingOnAsync(
        CrawlSaga crawl, CrawlCounters row, CancellationToken cancellationToken) =>
        crawl.CurrentState switch
        {
            "Submitted" => new WaitingOn { Reason = "Seeds" },
            "Paused" => new WaitingOn { Reason = "Paused" },
            "Draining" => new WaitingOn { Reason = "Draining" },
            "Crawling" when row.Leased == 0 && !IsAnySitemapLeased(row) => await WaitingOnHostAsync(crawl.CorrelationId, cancellationToken),
            _ => null,
        };

    private async Task<WaitingOn> WaitingOnHostAsync(Guid crawlId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = context.Set<HostQueue>().AsNoTracking().Where(
            queue => queue.CrawlId == crawlId && queue.NextDueAt != null);
        var hosts = await waiting.LongCountAsync(cancellationToken);
        var first = await waiting.Where(queue => queue.ReadyAt != null).OrderBy(queue => queue.ReadyAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (first is null)
        {
            var busy = await waiting.OrderBy(queue => queue.NextDueAt).FirstOrDefaultAsync(cancellationToken);
            return new WaitingOn { Reason = busy is null ? "Dispatch" : "HostBusy", Host = busy?.Host, Hosts = hosts };
        }

        var ledger = await context.Set<HostLedger>().AsNoTracking()
            .SingleOrDefaultAsync(host => host.Host == first.Host, cancellationToken);
        return new WaitingOn
        {
            Reason = ReasonOf(first, ledger, now),
            Host = first.Host,
            Until = first.ReadyAt,
            Hosts = hosts
        };
    }

    private static string ReasonOf(HostQueue queue, HostLedger? ledger, DateTimeOffset now)
    {
        if (queue.ReadyAt <= now)
        {
            return "Dispatch";
        }

        if (ledger?.BlockedUntil > now && ledger.BlockReason is { } blocked)
        {
            return blocked.ToString();
        }

        return queue.NextDueAt == queue.ReadyAt ? "Retry" : "Politeness";
    }
}
