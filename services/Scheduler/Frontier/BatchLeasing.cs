using Crawler.Archive;
using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Scheduler.Telemetry;
using Crawler.WebStandards.Url;

using MassTransit;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Leases due URLs of one host to a downloader, as one batch.</summary>
internal sealed class BatchLeasing(
    CrawlPlans plans,
    PolitenessPolicy politeness,
    CommittedLeases committed,
    IOptions<FrontierOptions> options,
    IOptions<ArchiveOptions> archive,
    FrontierMetrics metrics)
{
    private readonly FrontierOptions _options = options.Value;
    private readonly ArchiveOptions _archive = archive.Value;

    /// <summary>
    /// Leases a batch of a ready host of a crawl that is locked. Returns how many URLs it holds: 0 where another was
    /// faster, null where the crawl has no room for any, on this host or another, until an answer comes. The counters
    /// are left for the caller to save.
    /// </summary>
    public async ValueTask<int?> LeaseAsync(
        IFrontierTransaction transaction, CrawlHead crawl, CounterLedger counters, string host, bool holdSecondLease)
    {
        if (await transaction.TryLockHostAsync(host) is not { } ledger)
        {
            return 0;
        }

        var leases = await transaction.LeasesOfAsync(host);
        if (holdSecondLease && leases.Count > 0)
        {
            return 0;
        }

        var row = counters.Row;
        var plan = await plans.GetAsync(transaction, crawl, row);
        var places = plan.Spec.Limits.Pages is { } pages ? pages - row.Stored - row.Reserved : long.MaxValue;
        var robots = await transaction.RobotsOfAsync(host);
        if (places <= 0 && !plan.IsContinuous)
        {
            return null;
        }

        // Until robots.txt is known, one batch of one URL at a time: its answer brings robots.txt, and with it the pace
        // of the next.
        var isFirst = plan.Spec.Robots.Obey && !robots.Any(record => IsGood(record, transaction.Now));
        var queues = await transaction.QueuesOfAsync(host);
        if ((isFirst && leases.Count > 0)
            || queues.FirstOrDefault(candidate => candidate.CrawlId == crawl.Id) is not { } queue)
        {
            return 0;
        }

        // The pace that holds now; the row may know an older one.
        queue.Interval = politeness.IntervalOf(plan, ledger, robots);
        var changed = await HostQueues.WorkOutAsync(transaction, ledger, queues, leases);
        changed.Add(queue);
        var hasRoom = queue.Interval > TimeSpan.Zero || row.Leased < _options.MaxUrlsInFlight;
        if (!(queue.ReadyAt <= transaction.Now) || !hasRoom)
        {
            await transaction.SaveQueuesAsync([.. changed]);
            return queue.ReadyAt <= transaction.Now ? null : 0;
        }

        var connections = PolitenessPolicy.ConnectionsOf(queue, leases);
        var size = isFirst
            ? 1
            : politeness.BatchSizeOf(queue, ledger, connections);
        var limit = places > 0 ? (int)Math.Min(size, places) : size;
        var lease = NewLease(transaction, crawl.Id, host, connections, solo: false);
        var urls = await ClaimAsync(transaction, counters, queue, lease, limit, storedOnly: places <= 0);
        if (urls.Count > 0)
        {
            await GrantAsync(transaction, plan, counters, queue, lease, urls, robots);
            leases = [.. leases, lease];
        }

        changed.UnionWith(await HostQueues.WorkOutAsync(transaction, ledger, queues, leases));
        await transaction.SaveQueuesAsync([.. changed]);
        return urls.Count;
    }

    /// <summary>
    /// Leases one URL with which a process died, alone. One such lease is out at a time in the whole installation: if
    /// it kills its process again, it is known to be the one, and no innocent URL is counted with it.
    /// </summary>
    public async ValueTask<bool> LeaseSoloAsync(
        IFrontierTransaction transaction, CrawlHead crawl, CounterLedger counters)
    {
        foreach (var url in await transaction.SoloUrlsAsync(crawl.Id, limit: 20))
        {
            if (await transaction.TryLockHostAsync(url.Host) is not { } ledger)
            {
                continue;
            }

            var leases = await transaction.LeasesOfAsync(url.Host);
            var queue = await transaction.FindQueueAsync(crawl.Id, url.Host);
            if (queue is null || !PolitenessPolicy.MayLeaseSolo(queue, ledger, leases, transaction.Now))
            {
                continue;
            }

            var row = counters.Row;
            var plan = await plans.GetAsync(transaction, crawl, row);
            if (url is { Kind: UrlKind.Page, LastSeq: null } && row.Stored + row.Reserved >= plan.Spec.Limits.Pages)
            {
                continue;
            }

            var lease = NewLease(transaction, crawl.Id, url.Host, connections: 1, solo: true);
            if (await transaction.ClaimOneAsync(crawl.Id, url.UrlKey, lease.LeaseId) is not { } claimed)
            {
                continue;
            }

            var robots = await transaction.RobotsOfAsync(url.Host);
            await GrantAsync(transaction, plan, counters, queue, lease, [claimed], robots);
            await transaction.SaveQueuesAsync(queue);
            await HostQueues.RefreshAsync(transaction, ledger);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Pages, or one sitemap: it can list as much as a batch of pages links to. Where both are due they take turns, so
    /// that an index of many sitemaps does not keep pages waiting.
    /// </summary>
    private static async ValueTask<IReadOnlyList<FrontierUrl>> ClaimAsync(
        IFrontierTransaction transaction, CounterLedger counters, HostQueue queue, Lease lease, int limit,
        bool storedOnly)
    {
        var isSitemapsTurn = counters.Sitemaps > 0 && !queue.LastWasSitemap;
        var urls = isSitemapsTurn ? await ClaimSitemapAsync(transaction, queue, lease) : [];
        if (urls.Count == 0)
        {
            urls = await transaction.ClaimPagesAsync(queue.CrawlId, queue.Host, lease.LeaseId, limit, storedOnly);
        }

        if (urls.Count == 0 && counters.Sitemaps > 0 && !isSitemapsTurn)
        {
            urls = await ClaimSitemapAsync(transaction, queue, lease);
        }

        queue.LastWasSitemap = urls is [{ Kind: UrlKind.Sitemap }];
        return urls;
    }

    private static async ValueTask<IReadOnlyList<FrontierUrl>> ClaimSitemapAsync(
        IFrontierTransaction transaction, HostQueue queue, Lease lease) =>
        await transaction.ClaimSitemapAsync(queue.CrawlId, queue.Host, lease.LeaseId) is { } sitemap ? [sitemap] : [];

    private Lease NewLease(
        IFrontierTransaction transaction, Guid crawlId, string host, int connections, bool solo) => new()
        {
            LeaseId = NewId.NextGuid(),
            CrawlId = crawlId,
            Host = host,
            Connections = connections,
            Solo = solo,
            LeasedAt = transaction.Now,
            LeasedUntil = transaction.Now + _options.LeaseTime,
        };

    private void Count(IFrontierTransaction transaction, HostQueue queue)
    {
        if (metrics.IsRead)
        {
            var (wait, interval) = (transaction.Now - (queue.ReadyAt ?? transaction.Now), queue.Interval);
            transaction.WhenCommitted(() => metrics.Leased(wait, interval));
        }
    }

    private async ValueTask GrantAsync(
        IFrontierTransaction transaction, CrawlPlan plan, CounterLedger counters, HostQueue queue, Lease lease,
        IReadOnlyList<FrontierUrl> urls, IReadOnlyList<RobotsRecord> robots)
    {
        using var span = CrawlTrace.BeginDispatch(plan, lease, urls.Count);
        Count(transaction, queue);
        await transaction.AddLeaseAsync(lease);
        queue.LastLeasedAt = transaction.Now;
        foreach (var url in urls)
        {
            counters.Move(url.Kind, url.LeasedFrom!.Value, url.Reason, UrlState.Leased, null);
            counters.Reserve(url, 1);
        }

        counters.Row.LastActivityAt = transaction.Now;
        var archives = plan.Spec.Archive == Contracts.V1.Crawls.ArchiveKind.Warc;
        var describes = archives && _archive.Metadata;
        var backgrounds = describes || (archives && urls.Any(url => url.LastSeq is not null))
            ? await transaction.BackgroundsAsync(lease.LeaseId)
            : [];
        var known = backgrounds.ToDictionary(background => UrlKey.Read(background.UrlKey));
        transaction.Publish(new FetchHostBatch
        {
            LeaseId = lease.LeaseId,
            CrawlId = plan.CrawlId,
            Host = lease.Host,
            LeasedUntil = lease.LeasedUntil,
            RequestTimeout = _options.RequestTimeout,
            Interval = queue.Interval,
            Connections = lease.Connections,
            UserAgent = plan.UserAgent,
            ObeyRobots = plan.Spec.Robots.Obey,
            Archive = archives,
            HtmlOnly = plan.Spec.Content.Types == Contracts.V1.Crawls.ContentKind.Html,
            FollowLinks = plan.FollowsLinks,
            Assets = plan.TakesAssets,
            MaxBodyBytes = plan.Spec.Content.MaxBytes,
            Robots = [.. robots.Where(record => IsGood(record, transaction.Now)).Select(ToMessage)],
            CommittedLeases = committed.Of(plan.CrawlId),
            Urls = [.. urls.Select(url => ToMessage(url, describes, known))],
        });
    }

    /// <summary>
    /// An origin that could not be reached is asked again with every batch: the host's own block paces that.
    /// </summary>
    private static bool IsGood(RobotsRecord record, DateTimeOffset now) =>
        record.Access is RobotsAccess.Rules or RobotsAccess.AllowAll && record.ExpiresAt > now;

    private static OriginRobots ToMessage(RobotsRecord record) => new()
    {
        Origin = record.Origin,
        Access = record.Access,
        HttpStatus = record.HttpStatus,
        Text = record.Text,
        ExpiresAt = record.ExpiresAt,
    };

    private static FetchUrl ToMessage(
        FrontierUrl url, bool describes, Dictionary<UrlKey, UrlBackground> backgrounds)
    {
        var key = UrlKey.Read(url.UrlKey);
        var background = backgrounds.GetValueOrDefault(key);
        return new FetchUrl
        {
            Key = key.ToString(),
            Url = url.Url,
            Kind = url.Kind == UrlKind.Sitemap ? ResourceKind.Sitemap
                : UrlAdmission.IsAsset(url) ? ResourceKind.Asset
                : ResourceKind.Page,
            Depth = url.Depth,
            ETag = url.LastSeq is null ? null : url.ETag,
            LastModified = url.LastSeq is null ? null : url.LastModified,
            Original = background?.Original,
            Via = background?.Via,
            DiscoveryPath = describes ? url.DiscoveryPath : null,
        };
    }
}
