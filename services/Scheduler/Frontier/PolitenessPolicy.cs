using Crawler.Persistence.Frontier;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Decides when a host may be asked again, by whom, and with how many connections.</summary>
/// <remarks>
/// Pace belongs to the host: whoever leases it, the time since the last fetch start counts, whatever crawl made it. A
/// crawl may ask for a longer interval, never for a shorter one than the host's floor, its crawl-delay, or what its
/// response time suggests.
/// A host's leases share its connections: one lease at a time, or two where nobody asked for a pause, so that the host
/// is not idle while an answer is committed.
/// </remarks>
internal sealed class PolitenessPolicy(IOptions<FrontierOptions> options, RobotsCatalog robots)
{
    private readonly FrontierOptions _options = options.Value;

    /// <summary>The time between fetch starts of a crawl on a host.</summary>
    public TimeSpan IntervalOf(CrawlPlan plan, HostLedger host, IReadOnlyList<RobotsRecord> records)
    {
        var interval = plan.Spec.Politeness.Delay;
        if (interval > TimeSpan.Zero && host.ResponseTime is { } responseTime)
        {
            interval = Longer(interval, Shorter(responseTime * _options.AdaptiveFactor, _options.MaxAdaptiveDelay));
        }

        if (plan.Spec.Robots.Obey)
        {
            foreach (var record in records)
            {
                var delay = robots.CrawlDelayOf(record, plan.ProductToken) ?? TimeSpan.Zero;
                interval = Longer(interval, Shorter(delay, _options.MaxCrawlDelay));
            }
        }

        return Longer(interval, host.FloorInterval);
    }

    /// <summary>
    /// When a batch of the queue may be leased; null while the host's connections are taken, or nothing is due.
    /// </summary>
    public static DateTimeOffset? ReadyAt(
        HostQueue queue, HostLedger host, IReadOnlyList<Lease> leases, IReadOnlyList<HostQueue> queues,
        DateTimeOffset now)
    {
        if (queue.NextDueAt is not { } due || queue.GivenUp is not null)
        {
            return null;
        }

        if (leases.Count == 0)
        {
            return Later(Later(due, host.LastStartAt + queue.Interval), host.BlockedUntil);
        }

        // A second lease is for the crawl that has the first one. Another crawl that waits on the host comes before it.
        var second = leases.Count == 1
            && queue.Interval == TimeSpan.Zero
            && !leases[0].Solo
            && leases[0].CrawlId == queue.CrawlId
            && leases[0].Connections < queue.PerHost
            && !queues.Any(other => other.CrawlId != queue.CrawlId && other.GivenUp is null && other.NextDueAt <= now);
        // The last start lies ahead where a lease was lost, whose downloader may still hold connections.
        return second ? Later(Later(due, host.LastStartAt), host.BlockedUntil) : null;
    }

    /// <summary>Whether a URL that must be alone in its batch may be leased now.</summary>
    public static bool MayLeaseSolo(HostQueue queue, HostLedger host, IReadOnlyList<Lease> leases, DateTimeOffset now)
    {
        if (queue.GivenUp is not null || host.BlockedUntil > now || host.LastStartAt + queue.Interval > now)
        {
            return false;
        }

        return leases.Count == 0
            || (queue.Interval == TimeSpan.Zero && leases.Sum(lease => lease.Connections) < queue.PerHost);
    }

    /// <summary>How many of the host's connections a lease gets.</summary>
    public static int ConnectionsOf(HostQueue queue, IReadOnlyList<Lease> leases)
    {
        var free = queue.PerHost - leases.Sum(lease => lease.Connections);
        return queue.Interval == TimeSpan.Zero ? Math.Min(free, Math.Max(1, queue.PerHost / 2)) : free;
    }

    /// <summary>How many URLs a lease holds: about <see cref="FrontierOptions.BatchWork"/> of work.</summary>
    public int BatchSizeOf(HostQueue queue, HostLedger host, int connections)
    {
        var perUrl = queue.Interval > TimeSpan.Zero
            ? queue.Interval
            : (host.ResponseTime ?? TimeSpan.FromMilliseconds(200)) / connections;
        var count = perUrl <= TimeSpan.Zero ? _options.MaxBatchUrls : _options.BatchWork / perUrl;
        return (int)Math.Clamp(count, 1, _options.MaxBatchUrls);
    }

    /// <summary>
    /// Notes that a host refused: it is left alone for what it asked, or twice as long as the last time.
    /// </summary>
    public void Refuse(HostLedger host, UrlReason reason, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var doubled = _options.RefusalDelay * Math.Pow(2, Math.Min(host.Refusals, 20));
        var pause = Shorter(retryAfter ?? doubled, _options.MaxRefusalDelay);
        host.BlockedUntil = Later(now + pause, host.BlockedUntil);
        host.BlockReason = reason;
        host.UnavailableSince ??= now;
        host.Refusals++;
    }

    /// <summary>Notes that a host answered as it should.</summary>
    public static void Accept(HostLedger host)
    {
        host.UnavailableSince = null;
        host.Refusals = 0;
    }

    private static DateTimeOffset Later(DateTimeOffset time, DateTimeOffset? other) =>
        other > time ? other.Value : time;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
