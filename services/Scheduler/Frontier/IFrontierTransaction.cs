using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;

namespace Crawler.Scheduler.Frontier;

/// <summary>One transaction on the frontier's tables.</summary>
/// <remarks>
/// Where transactions run beside each other, the row of a crawl's counters is the crawl's lock, and is taken before
/// anything of the crawl is read that decides on a change. So the history of a crawl is one transaction after the
/// other, its numbers come in the order of commits, and nothing but a crawl's own transactions waits for it. Hosts,
/// which crawls share, come next; their lock guards their leases and queues. Disposing without
/// <see cref="CommitAsync"/> undoes everything.
/// </remarks>
internal interface IFrontierTransaction : IAsyncDisposable
{
    /// <summary>The time of this transaction.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Publishes a message when the transaction commits.</summary>
    void Publish<TMessage>(TMessage message)
        where TMessage : class;

    /// <summary>Does something when the transaction has committed: counts what it has done.</summary>
    void WhenCommitted(Action action);

    Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Tells other Schedulers, when this transaction commits, that hosts may have become ready.</summary>
    ValueTask WakeNeighboursAsync();

    /// <summary>Waits until no other Scheduler hands out batches; none does before this transaction ends.</summary>
    ValueTask TakeDispatchTurnAsync();

    // Crawls

    /// <summary>
    /// The counters of several crawls, locked in an order that all keep to; without those whose seeds are not admitted.
    /// </summary>
    ValueTask<IReadOnlyList<CrawlCounters>> LockCountersAsync(IReadOnlyCollection<Guid> crawlIds);

    ValueTask<CrawlHead?> FindCrawlAsync(Guid crawlId);

    ValueTask<string> ReadSpecAsync(Guid crawlId);

    /// <summary>The trace in which a crawl was asked for (W3C traceparent); null where nothing was traced.</summary>
    ValueTask<string?> ReadTraceParentAsync(Guid crawlId);

    /// <summary>Crawls in a state, oldest first.</summary>
    ValueTask<IReadOnlyList<CrawlHead>> CrawlsInAsync(params string[] states);

    /// <summary>The counters, locked; null before the seeds are admitted.</summary>
    ValueTask<CrawlCounters?> LockCountersAsync(Guid crawlId);

    ValueTask AddCountersAsync(CrawlCounters counters);

    ValueTask SaveCountersAsync(CrawlCounters counters);

    /// <summary>Crawls whose time is over.</summary>
    ValueTask<IReadOnlyList<CrawlHead>> OverdueCrawlsAsync();

    /// <summary>Acknowledged submissions, older than a time, of which no crawl was made.</summary>
    ValueTask<IReadOnlyList<Submission>> LostSubmissionsAsync(DateTimeOffset before);

    // Hosts

    /// <summary>The host's ledger, locked; made when it is new.</summary>
    ValueTask<HostLedger> LockHostAsync(string host);

    /// <summary>The ledger of a known host, locked; null where another transaction has it.</summary>
    ValueTask<HostLedger?> TryLockHostAsync(string host);

    ValueTask SaveHostAsync(HostLedger host);

    /// <summary>Hosts that have refused every request since before a time.</summary>
    ValueTask<IReadOnlyList<HostLedger>> RefusingHostsAsync(DateTimeOffset since);

    ValueTask<IReadOnlyList<RobotsRecord>> RobotsOfAsync(string host);

    ValueTask SaveRobotsAsync(RobotsRecord robots);

    // Host queues

    /// <summary>Hosts of a crawl from which a batch may be leased now, longest ready first.</summary>
    ValueTask<IReadOnlyList<string>> ReadyHostsAsync(Guid crawlId, int limit);

    /// <summary>When the next host of a crawl becomes ready; null when none will by time alone.</summary>
    ValueTask<DateTimeOffset?> NextReadyAsync(Guid crawlId);

    ValueTask<HostQueue?> FindQueueAsync(Guid crawlId, string host);

    /// <summary>The queues of a crawl on some hosts, in the order of the hosts' names.</summary>
    ValueTask<IReadOnlyList<HostQueue>> FindQueuesAsync(Guid crawlId, IReadOnlyCollection<string> hosts);

    /// <summary>The queues of all crawls on a host.</summary>
    ValueTask<IReadOnlyList<HostQueue>> QueuesOfAsync(string host);

    /// <summary>
    /// When the first URL of each of these queues is due that may be leased in company; null where none is.
    /// </summary>
    ValueTask<IReadOnlyList<DateTimeOffset?>> NextDueAsync(IReadOnlyList<HostQueue> queues);

    ValueTask AddQueueAsync(HostQueue queue);

    ValueTask SaveQueuesAsync(params IReadOnlyList<HostQueue> queues);

    /// <summary>Queues of a crawl that were given up and still hold URLs that wait.</summary>
    ValueTask<IReadOnlyList<HostQueue>> GivenUpQueuesAsync(Guid crawlId, int limit);

    /// <summary>The earliest time at which anything of a crawl is due; null when nothing ever is.</summary>
    ValueTask<DateTimeOffset?> EarliestDueAsync(Guid crawlId);

    // URLs

    /// <summary>Offers URLs, at most one of each key; tells for each what became of it.</summary>
    ValueTask<IReadOnlyList<Admission>> AdmitAsync(IReadOnlyList<Candidate> candidates);

    /// <summary>
    /// Pages that were skipped as out of scope, whose host's name contains a text; by host and key, those after a
    /// certain one. They come with their referrers.
    /// </summary>
    ValueTask<IReadOnlyList<FrontierUrl>> OutOfScopeAsync(
        Guid crawlId, string hostPart, FrontierUrl? after, int limit);

    /// <summary>Leases due pages of a queue, longest due first, in one statement.</summary>
    ValueTask<IReadOnlyList<FrontierUrl>> ClaimPagesAsync(
        Guid crawlId, string host, Guid leaseId, int limit, bool storedOnly);

    /// <summary>Leases the sitemap of a queue that is due longest; null when none is.</summary>
    ValueTask<FrontierUrl?> ClaimSitemapAsync(Guid crawlId, string host, Guid leaseId);

    /// <summary>Leases one URL, known by its key.</summary>
    ValueTask<FrontierUrl?> ClaimOneAsync(Guid crawlId, byte[] urlKey, Guid leaseId);

    /// <summary>Whether any URL waits that must be leased alone.</summary>
    ValueTask<bool> AnySoloUrlAsync();

    /// <summary>Whether any URL of a crawl waits that must be leased alone.</summary>
    ValueTask<bool> AnySoloUrlAsync(Guid crawlId);

    /// <summary>Whether any URL of a crawl waits on a host that must be leased alone.</summary>
    ValueTask<bool> AnySoloUrlAsync(Guid crawlId, string host);

    /// <summary>URLs of a crawl that must be leased alone and are due, least crashes first.</summary>
    ValueTask<IReadOnlyList<FrontierUrl>> SoloUrlsAsync(Guid crawlId, int limit);

    ValueTask<IReadOnlyList<FrontierUrl>> LeasedUrlsAsync(Guid leaseId);

    /// <summary>
    /// Where the URLs of a lease were found, and what is archived of them; URLs of which neither is known are left out.
    /// </summary>
    ValueTask<IReadOnlyList<UrlBackground>> BackgroundsAsync(Guid leaseId);

    /// <summary>Writes a URL's state, and ends its lease.</summary>
    ValueTask SaveUrlsAsync(IReadOnlyList<FrontierUrl> urls);

    ValueTask AddFetchesAsync(IReadOnlyList<Fetch> fetches);

    /// <summary>
    /// Makes up to <paramref name="limit"/> Queued URLs terminal with a reason; on one host, or on all. Returns how
    /// many.
    /// </summary>
    ValueTask<Retired> RetireQueuedAsync(Guid crawlId, string? host, UrlReason reason, int limit, bool unstoredOnly);

    /// <summary>Takes back the recrawls of a crawl, on one host or on all: the queues are never ready again.</summary>
    ValueTask ForgetDueAsync(Guid crawlId, string? host);

    /// <summary>What was counted of a shape that looks like a trap; null when nothing was.</summary>
    ValueTask<TrapSuspicion?> FindSuspicionAsync(Guid crawlId, byte[] shape);

    /// <summary>Writes what is counted of shapes, new or known.</summary>
    ValueTask SaveSuspicionsAsync(IReadOnlyCollection<TrapSuspicion> suspicions);

    // Leases

    ValueTask<IReadOnlyList<Lease>> LeasesOfAsync(string host);

    ValueTask<int> CountLeasesAsync();

    ValueTask<bool> AnySoloLeaseAsync();

    ValueTask AddLeaseAsync(Lease lease);

    /// <summary>Whether a lease still stands.</summary>
    ValueTask<bool> HasLeaseAsync(Guid leaseId);

    /// <summary>
    /// Removes a lease, or only one that has run out, and returns it; null when it is gone: the fence.
    /// </summary>
    ValueTask<Lease?> TakeLeaseAsync(Guid leaseId, bool onlyLapsed = false);

    ValueTask RenewLeasesAsync(IReadOnlyCollection<Guid> leaseIds, string downloader, DateTimeOffset until);

    /// <summary>
    /// Lets a lease run out at a time, unless it does so before or is renewed: it is with a downloader that may be dead.
    /// False where it is gone.
    /// </summary>
    ValueTask<bool> DoubtLeaseAsync(Guid leaseId, DateTimeOffset until);

    ValueTask<IReadOnlyList<Lease>> LapsedLeasesAsync(int limit);

    ValueTask<IReadOnlyList<Lease>> AllLeasesAsync();

    /// <summary>Removes outbox rows of batches that were never handed over.</summary>
    ValueTask DropUnsentBatchesAsync();

    /// <summary>Removes inbox rows older than a time.</summary>
    ValueTask TrimInboxAsync(DateTimeOffset before);
}
