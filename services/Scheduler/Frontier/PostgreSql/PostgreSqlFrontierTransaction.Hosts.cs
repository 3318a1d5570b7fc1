using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.PostgreSql;

using Npgsql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Hosts, their robots.txt, and the queues of crawls on them.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    private const string Host =
        """
        SELECT host, last_start_at, floor_interval, blocked_until, block_reason, unavailable_since, refusals,
            response_time
        FROM hosts
        """;

    private const string Queue =
        """
        SELECT crawl_id, host, next_due_at, ready_at, interval, per_host, failures_in_row, given_up, last_leased_at,
            last_was_sitemap, has_http_sitemaps, has_https_sitemaps
        FROM host_queues
        """;

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
        .Statement("SELECT origin, access, http_status, text, fetched_at, expires_at FROM robots WHERE host = $1")
        .Text(host)
        .ReadAllAsync(reader => new RobotsRecord
        {
            Origin = reader.GetString(0),
            Host = host,
            Access = reader.GetEnum<RobotsAccess>(1),
            HttpStatus = reader.GetNumberOrNull(2),
            Text = reader.GetTextOrNull(3),
            FetchedAt = reader.GetTime(4),
            ExpiresAt = reader.GetTime(5),
        });

    public async ValueTask SaveRobotsAsync(RobotsRecord robots) => await transaction.Statement(
        """
        INSERT INTO robots (origin, host, access, http_status, text, fetched_at, expires_at)
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

    public async ValueTask<IReadOnlyList<DateTimeOffset?>> NextDueAsync(IReadOnlyList<HostQueue> queues) =>
        queues.Count == 0
            ? []
            : await transaction.Statement(
                """
                SELECT (
                    SELECT MIN(due_at) FROM urls
                    WHERE urls.crawl_id = queue.crawl_id AND urls.host = queue.host AND due_at IS NOT NULL
                        AND lease_id IS NULL AND NOT solo)
                FROM unnest($1, $2) WITH ORDINALITY AS queue (crawl_id, host, ordinal) ORDER BY queue.ordinal
                """)
                .Ids(queues.Select(queue => queue.CrawlId)).Texts(queues.Select(queue => queue.Host))
                .ReadAllAsync(reader => reader.GetTimeOrNull(0));

    public ValueTask<DateTimeOffset?> EarliestDueAsync(Guid crawlId) => transaction
        .Statement("SELECT MIN(next_due_at) FROM host_queues WHERE crawl_id = $1 AND given_up IS NULL")
        .Id(crawlId).ReadTimeAsync();

    public async ValueTask AddQueueAsync(HostQueue queue) => await WriteQueues(
        """
        INSERT INTO host_queues (crawl_id, host, next_due_at, ready_at, interval, per_host, failures_in_row, given_up,
            last_leased_at, last_was_sitemap, has_http_sitemaps, has_https_sitemaps)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """,
        [queue]).RunAsync();

    public async ValueTask SaveQueuesAsync(params IReadOnlyList<HostQueue> queues)
    {
        if (queues.Count > 0)
        {
            await WriteQueues(
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
                queues).RunAsync();
        }
    }

    private static HostLedger ReadHost(NpgsqlDataReader reader) => new()
    {
        Host = reader.GetString(0),
        LastStartAt = reader.GetTimeOrNull(1),
        FloorInterval = reader.GetDuration(2),
        BlockedUntil = reader.GetTimeOrNull(3),
        BlockReason = reader.GetEnumOrNull<UrlReason>(4),
        UnavailableSince = reader.GetTimeOrNull(5),
        Refusals = reader.GetInt32(6),
        ResponseTime = reader.IsDBNull(7) ? null : reader.GetDuration(7),
    };

    private static HostQueue ReadQueue(NpgsqlDataReader reader) => new()
    {
        CrawlId = reader.GetGuid(0),
        Host = reader.GetString(1),
        NextDueAt = reader.GetTimeOrNull(2),
        ReadyAt = reader.GetTimeOrNull(3),
        Interval = reader.GetDuration(4),
        PerHost = reader.GetInt32(5),
        FailuresInRow = reader.GetInt32(6),
        GivenUp = reader.GetEnumOrNull<UrlReason>(7),
        LastLeasedAt = reader.GetTimeOrNull(8),
        LastWasSitemap = reader.GetBoolean(9),
        HasHttpSitemaps = reader.GetBoolean(10),
        HasHttpsSitemaps = reader.GetBoolean(11),
    };

    private PostgreSqlStatement WriteQueues(string sql, IReadOnlyList<HostQueue> queues) => transaction.Statement(sql)
        .Ids(queues.Select(queue => queue.CrawlId))
        .Texts(queues.Select(queue => queue.Host))
        .Times(queues.Select(queue => queue.NextDueAt))
        .Times(queues.Select(queue => queue.ReadyAt))
        .Durations(queues.Select(queue => queue.Interval))
        .Numbers(queues.Select(queue => (int?)queue.PerHost))
        .Numbers(queues.Select(queue => (int?)queue.FailuresInRow))
        .Names(queues.Select(queue => queue.GivenUp))
        .Times(queues.Select(queue => queue.LastLeasedAt))
        .Flags(queues.Select(queue => queue.LastWasSitemap))
        .Flags(queues.Select(queue => queue.HasHttpSitemaps))
        .Flags(queues.Select(queue => queue.HasHttpsSitemaps));
}
