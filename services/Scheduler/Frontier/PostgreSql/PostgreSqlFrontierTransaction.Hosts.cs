using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.PostgreSql.PostgreSqlTimes>;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Hosts, their robots.txt, and the queues of crawls on them.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public async ValueTask<HostLedger> LockHostAsync(string host)
    {
        while (true)
        {
            var ledger = await transaction.Statement(Host + " WHERE host = $1 FOR NO KEY UPDATE").Text(host)
                .ReadOneAsync(ReadHost);
            if (ledger is not null)
            {
                return ledger;
            }

            await transaction.Statement(
                "INSERT INTO hosts (host, floor_interval, refusals) VALUES ($1, interval '0', 0) ON CONFLICT DO NOTHING")
                .Text(host).RunAsync();
        }
    }

    public ValueTask<HostLedger?> TryLockHostAsync(string host) => transaction
        .Statement(Host + " WHERE host = $1 FOR NO KEY UPDATE SKIP LOCKED").Text(host).ReadOneAsync(ReadHost);

    public async ValueTask SaveHostAsync(HostLedger host) => await transaction.Statement(
        """
        UPDATE hosts SET last_start_at = $2, floor_interval = $3, blocked_until = $4, block_reason = $5,
            unavailable_since = $6, refusals = $7, response_time = $8
        WHERE host = $1
        """)
        .Text(host.Host).Time(host.LastStartAt).Duration(host.FloorInterval).Time(host.BlockedUntil)
        .Name(host.BlockReason).Time(host.UnavailableSince).Number(host.Refusals).Duration(host.ResponseTime)
        .RunAsync();

    public ValueTask<IReadOnlyList<HostLedger>> RefusingHostsAsync(DateTimeOffset since) => transaction
        .Statement(Host + " WHERE unavailable_since <= $1 AND unavailable_since IS NOT NULL").Time(since)
        .ReadAllAsync(ReadHost);

    public ValueTask<IReadOnlyList<RobotsRecord>> RobotsOfAsync(string host) => transaction
        .Statement($"SELECT {RobotsColumns} FROM robots WHERE host = $1").Text(host).ReadAllAsync(ReadRobots);

    public async ValueTask SaveRobotsAsync(RobotsRecord robots) => await transaction.Statement(
        $"""
        INSERT INTO robots ({RobotsColumns})
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (origin) DO UPDATE SET host = excluded.host, access = excluded.access,
            http_status = excluded.http_status, text = excluded.text, fetched_at = excluded.fetched_at,
            expires_at = excluded.expires_at
        """)
        .Text(robots.Origin).Text(robots.Host).Name<RobotsAccess>(robots.Access).Number(robots.HttpStatus)
        .Text(robots.Text).Time(robots.FetchedAt).Time(robots.ExpiresAt)
        .RunAsync();

    public ValueTask<IReadOnlyList<string>> ReadyHostsAsync(Guid crawlId, int limit) => transaction
        .Statement(
            "SELECT host FROM host_queues WHERE crawl_id = $1 AND ready_at <= $2 ORDER BY ready_at LIMIT $3")
        .Id(crawlId).Time(Now).Number(limit)
        .ReadAllAsync(reader => reader.GetString(0));

    public ValueTask<DateTimeOffset?> NextReadyAsync(Guid crawlId) => transaction
        .Statement("SELECT MIN(ready_at) FROM host_queues WHERE crawl_id = $1 AND ready_at > $2")
        .Id(crawlId).Time(Now).ReadTimeAsync();

    public ValueTask<HostQueue?> FindQueueAsync(Guid crawlId, string host) => transaction
        .Statement(Queue + " WHERE crawl_id = $1 AND host = $2").Id(crawlId).Text(host).ReadOneAsync(ReadQueue);

    public ValueTask<IReadOnlyList<HostQueue>> FindQueuesAsync(Guid crawlId, IReadOnlyCollection<string> hosts) =>
        transaction.Statement(Queue + " WHERE crawl_id = $1 AND host = ANY($2) ORDER BY host")
            .Id(crawlId).Texts(hosts).ReadAllAsync(ReadQueue);

    public ValueTask<IReadOnlyList<HostQueue>> QueuesOfAsync(string host) => transaction
        .Statement(Queue + " WHERE host = $1 ORDER BY crawl_id").Text(host).ReadAllAsync(ReadQueue);

    public ValueTask<IReadOnlyList<HostQueue>> GivenUpQueuesAsync(Guid crawlId, int limit) => transaction
        .Statement(
            Queue + """
                 AS queue WHERE crawl_id = $1 AND given_up IS NOT NULL AND (next_due_at IS NOT NULL OR EXISTS (
                    SELECT 1 FROM urls
                    WHERE urls.crawl_id = queue.crawl_id AND urls.host = queue.host AND solo AND due_at IS NOT NULL
                        AND lease_id IS NULL))
                LIMIT $2
                """)
        .Id(crawlId).Number(limit).ReadAllAsync(ReadQueue);

    public ValueTask<IReadOnlyList<DateTimeOffset?>> NextDueAsync(IReadOnlyList<HostQueue> queues) => transaction
        .Statement(
            """
            SELECT (
                SELECT MIN(due_at) FROM urls
                WHERE urls.crawl_id = queue.crawl_id AND urls.host = queue.host AND due_at IS NOT NULL
                    AND lease_id IS NULL AND NOT solo)
            FROM unnest($1, $2) WITH ORDINALITY AS queue (crawl_id, host, ordinal) ORDER BY queue.ordinal
            """)
        .Each(queues).Ids(queue => queue.CrawlId).Texts(queue => queue.Host)
        .ReadAllAsync(reader => TimeOrNull(reader, 0));

    public ValueTask<DateTimeOffset?> EarliestDueAsync(Guid crawlId) => transaction
        .Statement("SELECT MIN(next_due_at) FROM host_queues WHERE crawl_id = $1 AND given_up IS NULL")
        .Id(crawlId).ReadTimeAsync();

    public ValueTask AddQueueAsync(HostQueue queue) => WriteQueuesAsync(
        """
        INSERT INTO host_queues (crawl_id, host, next_due_at, ready_at, interval, per_host, failures_in_row, given_up,
            last_leased_at, last_was_sitemap, has_http_sitemaps, has_https_sitemaps)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        [queue]);

    public ValueTask SaveQueuesAsync(params IReadOnlyList<HostQueue> queues) => WriteQueuesAsync(
        """
        UPDATE host_queues AS queue SET next_due_at = new.next_due_at, ready_at = new.ready_at,
            interval = new.pace, per_host = new.per_host, failures_in_row = new.failures_in_row,
            given_up = new.given_up, last_leased_at = new.last_leased_at,
            last_was_sitemap = new.last_was_sitemap, has_http_sitemaps = new.has_http_sitemaps,
            has_https_sitemaps = new.has_https_sitemaps
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS new (crawl_id, host, next_due_at,
            ready_at, pace, per_host, failures_in_row, given_up, last_leased_at, last_was_sitemap,
            has_http_sitemaps, has_https_sitemaps)
        WHERE queue.crawl_id = new.crawl_id AND queue.host = new.host
        """,
        queues);

    private async ValueTask WriteQueuesAsync(string sql, IReadOnlyList<HostQueue> queues) => await transaction
        .Statement(sql).Each(queues)
        .Ids(queue => queue.CrawlId)
        .Texts(queue => queue.Host)
        .Times(queue => queue.NextDueAt)
        .Times(queue => queue.ReadyAt)
        .Durations(queue => queue.Interval)
        .Numbers(queue => queue.PerHost)
        .Numbers(queue => queue.FailuresInRow)
        .Names(queue => queue.GivenUp)
        .Times(queue => queue.LastLeasedAt)
        .Flags(queue => queue.LastWasSitemap)
        .Flags(queue => queue.HasHttpSitemaps)
        .Flags(queue => queue.HasHttpsSitemaps)
        .RunAsync();
}
