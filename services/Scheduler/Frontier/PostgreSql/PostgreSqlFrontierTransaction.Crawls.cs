using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.PostgreSql;

using Npgsql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Crawls and their counters.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    private const string Head = "SELECT correlation_id, current_state, end_reason, row_version, weight FROM crawls ";

    private const string CounterColumns =
        """
        discovered, queued, leased, fetched, unchanged, redirected, skipped, failed, gone, stored, reserved, bytes,
        last_seq, reasons, sitemaps, scope_additions, seeds_admitted_at, last_activity_at, limit_reported, indexed_seq
        """;

    private const string CounterValues =
        "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21";

    public async ValueTask<IReadOnlyList<CrawlCounters>> LockCountersAsync(IReadOnlyCollection<Guid> crawlIds) =>
        crawlIds.Count == 0
            ? []
            : await transaction.Statement(
                $"""
                SELECT {CounterColumns}, crawl_id FROM crawl_counters WHERE crawl_id = ANY($1)
                ORDER BY crawl_id FOR NO KEY UPDATE
                """)
                .Ids(crawlIds).ReadAllAsync(reader => ReadCounters(reader.GetGuid(20), reader));

    public ValueTask<CrawlHead?> FindCrawlAsync(Guid crawlId) =>
        transaction.Statement(Head + "WHERE correlation_id = $1").Id(crawlId).ReadOneAsync(ReadHead);

    public async ValueTask<string> ReadSpecAsync(Guid crawlId) => (string)(await transaction
        .Statement("SELECT spec FROM crawls WHERE correlation_id = $1").Id(crawlId).ReadValueAsync())!;

    public async ValueTask<string?> ReadTraceParentAsync(Guid crawlId) => (string?)await transaction
        .Statement("SELECT trace_parent FROM crawls WHERE correlation_id = $1").Id(crawlId).ReadValueAsync();

    public ValueTask<IReadOnlyList<CrawlHead>> CrawlsInAsync(params string[] states) => transaction
        .Statement(
            Head + "WHERE current_state = ANY($1) ORDER BY array_position($1, current_state), submitted_at")
        .Texts(states).ReadAllAsync(ReadHead);

    public ValueTask<IReadOnlyList<CrawlHead>> OverdueCrawlsAsync() => transaction
        .Statement(Head + "WHERE current_state IN ('Submitted', 'Crawling') AND deadline_at <= $1").Time(Now)
        .ReadAllAsync(ReadHead);

    public ValueTask<IReadOnlyList<Submission>> LostSubmissionsAsync(DateTimeOffset before) => transaction
        .Statement(
            """
            SELECT crawl_id, spec, submitted_at FROM submissions
            WHERE submitted_at < $1 AND NOT EXISTS (SELECT 1 FROM crawls WHERE correlation_id = crawl_id)
            LIMIT 100
            """)
        .Time(before)
        .ReadAllAsync(reader => new Submission
        {
            CrawlId = reader.GetGuid(0),
            Spec = reader.GetString(1),
            SubmittedAt = reader.GetTime(2),
        });

    public ValueTask<CrawlCounters?> LockCountersAsync(Guid crawlId) => transaction
        .Statement($"SELECT {CounterColumns} FROM crawl_counters WHERE crawl_id = $1 FOR NO KEY UPDATE").Id(crawlId)
        .ReadOneAsync(reader => ReadCounters(crawlId, reader));

    public ValueTask AddCountersAsync(CrawlCounters counters) => WriteCountersAsync(
        $"INSERT INTO crawl_counters (crawl_id, {CounterColumns}) VALUES ($1, {CounterValues})", counters);

    public ValueTask SaveCountersAsync(CrawlCounters counters) => WriteCountersAsync(
        $"UPDATE crawl_counters SET ({CounterColumns}) = ROW({CounterValues}) WHERE crawl_id = $1", counters);

    private static CrawlHead ReadHead(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetEnumOrNull<EndReason>(2), reader.GetInt32(3),
        reader.GetInt32(4));

    private static CrawlCounters ReadCounters(Guid crawlId, NpgsqlDataReader reader) => new()
    {
        CrawlId = crawlId,
        Discovered = reader.GetInt64(0),
        Queued = reader.GetInt64(1),
        Leased = reader.GetInt64(2),
        Fetched = reader.GetInt64(3),
        Unchanged = reader.GetInt64(4),
        Redirected = reader.GetInt64(5),
        Skipped = reader.GetInt64(6),
        Failed = reader.GetInt64(7),
        Gone = reader.GetInt64(8),
        Stored = reader.GetInt64(9),
        Reserved = reader.GetInt64(10),
        Bytes = reader.GetInt64(11),
        LastSeq = reader.GetInt64(12),
        Reasons = reader.GetString(13),
        Sitemaps = reader.GetString(14),
        ScopeAdditions = reader.GetString(15),
        SeedsAdmittedAt = reader.GetTimeOrNull(16),
        LastActivityAt = reader.GetTime(17),
        LimitReported = reader.GetTextOrNull(18),
        IndexedSeq = reader.GetInt64(19),
    };

    private async ValueTask WriteCountersAsync(string sql, CrawlCounters row) => await transaction.Statement(sql)
        .Id(row.CrawlId).Number(row.Discovered).Number(row.Queued).Number(row.Leased).Number(row.Fetched)
        .Number(row.Unchanged).Number(row.Redirected).Number(row.Skipped).Number(row.Failed).Number(row.Gone)
        .Number(row.Stored).Number(row.Reserved).Number(row.Bytes).Number(row.LastSeq).Text(row.Reasons)
        .Text(row.Sitemaps).Text(row.ScopeAdditions).Time(row.SeedsAdmittedAt).Time(row.LastActivityAt)
        .Text(row.LimitReported).Number(row.IndexedSeq)
        .RunAsync();
}
