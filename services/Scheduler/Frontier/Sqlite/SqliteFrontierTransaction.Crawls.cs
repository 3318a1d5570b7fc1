using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Sqlite;

using Microsoft.Data.Sqlite;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>Crawls and their counters.</content>
internal sealed partial class SqliteFrontierTransaction
{
    private const string Head = "SELECT correlation_id, current_state, end_reason, row_version, weight FROM crawls ";

    private const string CounterColumns =
        """
        discovered, queued, leased, fetched, unchanged, redirected, skipped, failed, gone, stored, reserved, bytes, last_seq,
        reasons, sitemaps, scope_additions, seeds_admitted_at, last_activity_at, limit_reported, indexed_seq
        """;

    private static readonly string[] CounterParameters =
    [
        "@discovered", "@queued", "@leased", "@fetched", "@unchanged", "@redirected", "@skipped", "@failed", "@gone", "@stored",
        "@reserved", "@bytes", "@last_seq", "@reasons", "@sitemaps", "@scope_additions", "@seeds_admitted_at",
        "@last_activity_at", "@limit_reported", "@indexed_seq", "@crawl",
    ];

    public async ValueTask<IReadOnlyList<CrawlCounters>> LockCountersAsync(IReadOnlyCollection<Guid> crawlIds)
    {
        var rows = new List<CrawlCounters>(crawlIds.Count);
        foreach (var crawlId in crawlIds)
        {
            if (await LockCountersAsync(crawlId) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    public ValueTask<CrawlHead?> FindCrawlAsync(Guid crawlId) =>
        new(ReadOne(transaction.Statement(Head + "WHERE correlation_id = @id", "@id").Bind(crawlId), ReadHead));

    public ValueTask<string> ReadSpecAsync(Guid crawlId) => new((string)transaction
        .Statement("SELECT spec FROM crawls WHERE correlation_id = @id", "@id").Bind(crawlId).ExecuteScalar()!);

    public ValueTask<string?> ReadTraceParentAsync(Guid crawlId) => new(transaction
        .Statement("SELECT trace_parent FROM crawls WHERE correlation_id = @id", "@id").Bind(crawlId)
        .ExecuteScalar() as string);

    public ValueTask<IReadOnlyList<CrawlHead>> CrawlsInAsync(params string[] states)
    {
        var crawls = new List<CrawlHead>();
        var command = transaction.Statement(Head + "WHERE current_state = @state ORDER BY submitted_at", "@state");
        foreach (var state in states)
        {
            crawls.AddRange(ReadAll(command.Bind(state), ReadHead));
        }

        return new(crawls);
    }

    public ValueTask<IReadOnlyList<CrawlHead>> OverdueCrawlsAsync() => new(ReadAll(
        transaction.Statement(
            Head + "WHERE current_state IN ('Submitted', 'Crawling') AND deadline_at <= @now", "@now").Bind(Now),
        ReadHead));

    public ValueTask<IReadOnlyList<Submission>> LostSubmissionsAsync(DateTimeOffset before) => new(ReadAll(
        transaction.Statement(
            """
            SELECT crawl_id, spec, submitted_at FROM submissions
            WHERE submitted_at < @before AND NOT EXISTS (SELECT 1 FROM crawls WHERE correlation_id = crawl_id)
            LIMIT 100
            """,
            "@before").Bind(before),
        reader => new Submission { CrawlId = reader.GetId(0), Spec = reader.GetString(1), SubmittedAt = reader.GetTime(2) }));

    public ValueTask<CrawlCounters?> LockCountersAsync(Guid crawlId) => new(ReadOne(
        transaction.Statement($"SELECT {CounterColumns} FROM crawl_counters WHERE crawl_id = @crawl", "@crawl").Bind(crawlId),
        reader => ReadCounters(crawlId, reader)));

    public ValueTask AddCountersAsync(CrawlCounters counters) => WriteCounters(
        $"INSERT INTO crawl_counters ({CounterColumns}, crawl_id) VALUES ({string.Join(", ", CounterParameters)})", counters);

    public ValueTask SaveCountersAsync(CrawlCounters counters) => WriteCounters(
        $"UPDATE crawl_counters SET ({CounterColumns}) = ({string.Join(", ", CounterParameters[..^1])}) WHERE crawl_id = @crawl",
        counters);

    private static CrawlHead ReadHead(SqliteDataReader reader) => new(
        reader.GetId(0), reader.GetString(1), reader.GetEnumOrNull<EndReason>(2), reader.GetInt32(3), reader.GetInt32(4));

    private static CrawlCounters ReadCounters(Guid crawlId, SqliteDataReader reader) => new()
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

    private ValueTask WriteCounters(string sql, CrawlCounters row)
    {
        transaction.Statement(sql, CounterParameters).Bind(
            row.Discovered, row.Queued, row.Leased, row.Fetched, row.Unchanged, row.Redirected, row.Skipped, row.Failed, row.Gone,
            row.Stored, row.Reserved, row.Bytes, row.LastSeq, row.Reasons, row.Sitemaps, row.ScopeAdditions, row.SeedsAdmittedAt,
            row.LastActivityAt, row.LimitReported, row.IndexedSeq, row.CrawlId).ExecuteNonQuery();
        return default;
    }
}
