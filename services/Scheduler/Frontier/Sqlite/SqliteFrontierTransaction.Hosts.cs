using Crawler.Persistence.Frontier;
using Crawler.Persistence.Sqlite;

using Microsoft.Data.Sqlite;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.Sqlite.SqliteTimes>;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>Hosts, their robots.txt, and the queues of crawls on them.</content>
internal sealed partial class SqliteFrontierTransaction
{
    public ValueTask<HostLedger> LockHostAsync(string host)
    {
        transaction.Statement(
            "INSERT INTO hosts (host, floor_interval, refusals) VALUES (@host, 0, 0) ON CONFLICT DO NOTHING", "@host")
            .Bind(host).ExecuteNonQuery();
        return new(ReadOne(transaction.Statement(Host + " WHERE host = @host", "@host").Bind(host), ReadHost)!);
    }

    public async ValueTask<HostLedger?> TryLockHostAsync(string host) => await LockHostAsync(host);

    public ValueTask SaveHostAsync(HostLedger host)
    {
        transaction.Statement(
            """
            UPDATE hosts SET last_start_at = @last_start_at, floor_interval = @floor, blocked_until = @blocked_until,
            block_reason = @reason,
                unavailable_since = @since, refusals = @refusals, response_time = @response_time
            WHERE host = @host
            """,
            "@last_start_at", "@floor", "@blocked_until", "@reason", "@since", "@refusals", "@response_time", "@host")
            .Bind(
                host.LastStartAt, host.FloorInterval, host.BlockedUntil, host.BlockReason, host.UnavailableSince,
                host.Refusals,
                host.ResponseTime, host.Host)
            .ExecuteNonQuery();
        return default;
    }

    public ValueTask<IReadOnlyList<HostLedger>> RefusingHostsAsync(DateTimeOffset since) => new(ReadAll(
        transaction.Statement(
            Host + " WHERE unavailable_since <= @since AND unavailable_since IS NOT NULL", "@since").Bind(
                since), ReadHost));

    public ValueTask<IReadOnlyList<RobotsRecord>> RobotsOfAsync(string host) => new(ReadAll(
        transaction.Statement($"SELECT {RobotsColumns} FROM robots WHERE host = @host", "@host").Bind(host),
        ReadRobots));

    public ValueTask SaveRobotsAsync(RobotsRecord robots)
    {
        transaction.Statement(
            $"""
            INSERT INTO robots ({RobotsColumns})
            VALUES (@origin, @host, @access, @status, @text, @fetched_at, @expires_at)
            ON CONFLICT (origin) DO UPDATE SET host = excluded.host, access = excluded.access,
            http_status = excluded.http_status,
                text = excluded.text, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
            """,
            "@origin", "@host", "@access", "@status", "@text", "@fetched_at", "@expires_at")
            .Bind(robots.Origin, robots.Host, robots.Access, robots.HttpStatus, robots.Text, robots.FetchedAt,
                robots.ExpiresAt)
            .ExecuteNonQuery();
        return default;
    }

    public ValueTask<IReadOnlyList<string>> ReadyHostsAsync(Guid crawlId, int limit) => new(ReadAll(
        transaction.Statement(
            "SELECT host FROM host_queues WHERE crawl_id = @crawl AND ready_at <= @now ORDER BY ready_at LIMIT @limit",
            "@crawl", "@now", "@limit").Bind(crawlId, Now, limit),
        reader => reader.GetString(0)));

    public ValueTask<DateTimeOffset?> NextReadyAsync(Guid crawlId) => new(ReadTime(
        transaction.Statement(
            "SELECT MIN(ready_at) FROM host_queues WHERE crawl_id = @crawl AND ready_at > @now", "@crawl",
            "@now").Bind(crawlId, Now)));

    public ValueTask<HostQueue?> FindQueueAsync(Guid crawlId, string host) => new(ReadOne(
        transaction.Statement(Queue + " WHERE crawl_id = @crawl AND host = @host", "@crawl", "@host").Bind(
            crawlId, host), ReadQueue));

    public ValueTask<IReadOnlyList<HostQueue>> FindQueuesAsync(Guid crawlId, IReadOnlyCollection<string> hosts)
    {
        var find = transaction.Statement(Queue + " WHERE crawl_id = @crawl AND host = @host", "@crawl", "@host");
        var queues = new List<HostQueue>();
        foreach (var host in hosts.Order(StringComparer.Ordinal))
        {
            if (ReadOne(find.Bind(crawlId, host), ReadQueue) is { } queue)
            {
                queues.Add(queue);
            }
        }

        return new(queues);
    }

    public ValueTask<IReadOnlyList<HostQueue>> QueuesOfAsync(string host) => new(ReadAll(
        transaction.Statement(Queue + " WHERE host = @host ORDER BY crawl_id", "@host").Bind(host), ReadQueue));

    public ValueTask<IReadOnlyList<HostQueue>> GivenUpQueuesAsync(Guid crawlId, int limit) => new(ReadAll(
        transaction.Statement(
            Queue + """
                 AS queue WHERE crawl_id = @crawl AND given_up IS NOT NULL AND (next_due_at IS NOT NULL OR EXISTS (
                    SELECT 1 FROM urls
                    WHERE urls.crawl_id = queue.crawl_id AND urls.host = queue.host AND solo = 1 AND due_at IS NOT NULL
                        AND lease_id IS NULL))
                LIMIT @limit
                """,
            "@crawl", "@limit").Bind(crawlId, limit),
        ReadQueue));

    public ValueTask<IReadOnlyList<DateTimeOffset?>> NextDueAsync(IReadOnlyList<HostQueue> queues)
    {
        var find = transaction.Statement(
            """
            SELECT MIN(due_at) FROM urls
            WHERE crawl_id = @crawl AND host = @host AND due_at IS NOT NULL AND lease_id IS NULL AND solo = 0
            """,
            "@crawl", "@host");
        var times = new DateTimeOffset?[queues.Count];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = ReadTime(find.Bind(queues[i].CrawlId, queues[i].Host));
        }

        return new(times);
    }

    public ValueTask<DateTimeOffset?> EarliestDueAsync(Guid crawlId) => new(ReadTime(
        transaction.Statement(
            "SELECT MIN(next_due_at) FROM host_queues WHERE crawl_id = @crawl AND given_up IS NULL",
            "@crawl").Bind(crawlId)));

    public ValueTask AddQueueAsync(HostQueue queue) => WriteQueues(
        """
        INSERT INTO host_queues (next_due_at, ready_at, interval, per_host, failures_in_row, given_up, last_leased_at,
            last_was_sitemap, has_http_sitemaps, has_https_sitemaps, crawl_id, host)
        VALUES (@next_due_at, @ready_at, @interval, @per_host, @failures, @given_up, @last_leased_at, @last_was_sitemap,
            @http_sitemaps, @https_sitemaps, @crawl, @host)
        """,
        [queue]);

    public ValueTask SaveQueuesAsync(params IReadOnlyList<HostQueue> queues) => WriteQueues(
        """
        UPDATE host_queues SET next_due_at = @next_due_at, ready_at = @ready_at, interval = @interval,
        per_host = @per_host,
            failures_in_row = @failures, given_up = @given_up, last_leased_at = @last_leased_at,
            last_was_sitemap = @last_was_sitemap, has_http_sitemaps = @http_sitemaps,
            has_https_sitemaps = @https_sitemaps
        WHERE crawl_id = @crawl AND host = @host
        """,
        queues);

    private static DateTimeOffset? ReadTime(SqliteCommand command) =>
        command.ExecuteScalar() is long milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    private ValueTask WriteQueues(string sql, IReadOnlyList<HostQueue> queues)
    {
        var write = transaction.Statement(
            sql, "@next_due_at", "@ready_at", "@interval", "@per_host", "@failures", "@given_up", "@last_leased_at",
            "@last_was_sitemap", "@http_sitemaps", "@https_sitemaps", "@crawl", "@host");
        foreach (var queue in queues)
        {
            write.Bind(
                queue.NextDueAt, queue.ReadyAt, queue.Interval, queue.PerHost, queue.FailuresInRow, queue.GivenUp,
                queue.LastLeasedAt, queue.LastWasSitemap, queue.HasHttpSitemaps, queue.HasHttpsSitemaps,
                queue.CrawlId, queue.Host)
                .ExecuteNonQuery();
        }

        return default;
    }
}
