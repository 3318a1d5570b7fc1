using Crawler.Persistence.Crawls;
using Crawler.Persistence.Sqlite;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.Sqlite.SqliteTimes>;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>Crawls and their counters.</content>
internal sealed partial class SqliteFrontierTransaction
{
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
            LostSubmissions + " AND submitted_at < @before LIMIT 100", "@before").Bind(before),
        ReadSubmission));

    public ValueTask<CrawlCounters?> LockCountersAsync(Guid crawlId) => new(ReadOne(
        transaction.Statement(Counters + " WHERE crawl_id = @crawl", "@crawl").Bind(crawlId), ReadCounters));

    public ValueTask AddCountersAsync(CrawlCounters counters) => WriteCounters(
        $"INSERT INTO crawl_counters ({CounterColumns}, crawl_id) VALUES ({string.Join(", ", CounterParameters)})", counters);

    public ValueTask SaveCountersAsync(CrawlCounters counters) => WriteCounters(
        $"UPDATE crawl_counters SET ({CounterColumns}) = ({string.Join(", ", CounterParameters[..^1])}) WHERE crawl_id = @crawl",
        counters);

    private ValueTask WriteCounters(string sql, CrawlCounters row)
    {
        transaction.Statement(sql, CounterParameters).Bind(
            row.Discovered, row.Queued, row.Leased, row.Fetched, row.Unchanged, row.Redirected, row.Skipped, row.Failed, row.Gone,
            row.Stored, row.Reserved, row.Bytes, row.LastSeq, row.Reasons, row.Sitemaps, row.ScopeAdditions, row.SeedsAdmittedAt,
            row.LastActivityAt, row.LimitReported, row.IndexedSeq, row.CrawlId).ExecuteNonQuery();
        return default;
    }
}
