using System.Diagnostics.Metrics;

using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.Scheduler.Frontier;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Scheduler.Telemetry;

/// <summary>The frontier and the outbox as the rows had them at one moment.</summary>
internal sealed record FrontierReading
{
    private static readonly string[] OpenStates =
        [CrawlStates.Submitted, CrawlStates.Crawling, CrawlStates.Paused, CrawlStates.Draining];

    public required long ReadyHosts { get; init; }

    public required TimeSpan QueueAge { get; init; }

    public required long Leases { get; init; }

    public required long QueuedUrls { get; init; }

    public required long LeasedUrls { get; init; }

    public required IReadOnlyDictionary<string, int> OpenCrawls { get; init; }

    public required long OutboxMessages { get; init; }

    public required TimeSpan OutboxAge { get; init; }

    public static async Task<FrontierReading> ReadAsync(
        CrawlerDbContext rows, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var crawls = await rows.Set<CrawlSaga>().AsNoTracking()
            .Where(crawl => OpenStates.Contains(crawl.CurrentState))
            .Select(crawl => new { crawl.CorrelationId, crawl.CurrentState })
            .ToListAsync(cancellationToken);
        var open = crawls.Select(crawl => crawl.CorrelationId).ToList();
        var crawling = crawls.Where(crawl => crawl.CurrentState == CrawlStates.Crawling)
            .Select(crawl => crawl.CorrelationId).ToList();
        var counters = await rows.Set<CrawlCounters>().AsNoTracking()
            .Where(row => open.Contains(row.CrawlId))
            .Select(row => new { row.Queued, row.Leased })
            .ToListAsync(cancellationToken);
        var ready = rows.Set<HostQueue>().AsNoTracking()
            .Where(queue => crawling.Contains(queue.CrawlId) && queue.ReadyAt <= now);
        var outbox = rows.Set<OutboxMessage>().AsNoTracking();
        return new FrontierReading
        {
            ReadyHosts = await ready.Select(queue => queue.Host).Distinct().LongCountAsync(cancellationToken),
            QueueAge = Age(now, await ready.OrderBy(queue => queue.ReadyAt).Select(queue => queue.ReadyAt)
                .FirstOrDefaultAsync(cancellationToken)),
            Leases = await rows.Set<Lease>().AsNoTracking().LongCountAsync(cancellationToken),
            QueuedUrls = counters.Sum(row => row.Queued),
            LeasedUrls = counters.Sum(row => row.Leased),
            OpenCrawls = crawls.CountBy(crawl => crawl.CurrentState).ToDictionary(StringComparer.Ordinal),
            OutboxMessages = await outbox.LongCountAsync(cancellationToken),
            OutboxAge = Age(now, await outbox.OrderBy(row => row.Id).Select(row => (DateTimeOffset?)row.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken)),
        };
    }

    public IEnumerable<Measurement<long>> Urls() =>
    [
        new(QueuedUrls, new KeyValuePair<string, object?>("state", "queued")),
        new(LeasedUrls, new KeyValuePair<string, object?>("state", "leased")),
    ];

    /// <summary>Every state, so that a count that falls to nothing is told as nothing.</summary>
    public IEnumerable<Measurement<int>> Crawls() => OpenStates.Select(state => new Measurement<int>(
        OpenCrawls.GetValueOrDefault(state),
        new KeyValuePair<string, object?>("state", state.ToLowerInvariant())));

    private static TimeSpan Age(DateTimeOffset now, DateTimeOffset? since) =>
        since is { } time && time < now ? now - time : TimeSpan.Zero;
}
