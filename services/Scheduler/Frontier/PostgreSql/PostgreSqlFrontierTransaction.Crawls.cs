using Crawler.Persistence.Crawls;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.PostgreSql.PostgreSqlTimes>;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Crawls and their counters.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    private const string CounterValues =
        "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21";

    public async ValueTask<IReadOnlyList<CrawlCounters>> LockCountersAsync(IReadOnlyCollection<Guid> crawlIds) =>
        crawlIds.Count == 0
            ? []
            : await transaction.Statement(
                Counters + " WHERE crawl_id = ANY($1) ORDER BY crawl_id FOR NO KEY UPDATE")
                .Ids(crawlIds).ReadAllAsync(ReadCounters);

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
        .Statement(LostSubmissions + " AND submitted_at < $1 LIMIT 100").Time(before).ReadAllAsync(ReadSubmission);

    public ValueTask<CrawlCounters?> LockCountersAsync(Guid crawlId) => transaction
        .Statement(Counters + " WHERE crawl_id = $1 FOR NO KEY UPDATE").Id(crawlId).ReadOneAsync(ReadCounters);

    public ValueTask AddCountersAsync(CrawlCounters counters) => WriteCountersAsync(
        $"INSERT INTO crawl_counters (crawl_id, {CounterColumns}) VALUES ($1, {CounterValues})", counters);

    public ValueTask SaveCountersAsync(CrawlCounters counters) => WriteCountersAsync(
        $"UPDATE crawl_counters SET ({CounterColumns}) = ROW({CounterValues}) WHERE crawl_id = $1", counters);

    private async ValueTask WriteCountersAsync(string sql, CrawlCounters row) => await transaction.Statement(sql)
        .Id(row.CrawlId).Number(row.Discovered).Number(row.Queued).Number(row.Leased).Number(row.Fetched)
        .Number(row.Unchanged).Number(row.Redirected).Number(row.Skipped).Number(row.Failed).Number(row.Gone)
        .Number(row.Stored).Number(row.Reserved).Number(row.Bytes).Number(row.LastSeq).Text(row.Reasons)
        .Text(row.Sitemaps).Text(row.ScopeAdditions).Time(row.SeedsAdmittedAt).Time(row.LastActivityAt)
        .Text(row.LimitReported).Number(row.IndexedSeq)
        .RunAsync();
}
