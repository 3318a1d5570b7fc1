using Crawler.Persistence.Frontier;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.PostgreSql.PostgreSqlTimes>;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Suspected traps: rows of a crawl, and so under its lock.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public ValueTask<TrapSuspicion?> FindSuspicionAsync(Guid crawlId, byte[] shape) => transaction
        .Statement($"SELECT {SuspicionColumns} FROM trap_suspicions WHERE crawl_id = $1 AND shape = $2")
        .Id(crawlId).Bytes(shape).ReadOneAsync(ReadSuspicion);

    public async ValueTask SaveSuspicionsAsync(IReadOnlyCollection<TrapSuspicion> suspicions) => await transaction
        .Statement(
            $"""
            INSERT INTO trap_suspicions ({SuspicionColumns})
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (crawl_id, shape) DO UPDATE SET
                admitted = excluded.admitted, skipped = excluded.skipped, example = excluded.example
            """)
        .Each(suspicions)
        .Ids(suspicion => suspicion.CrawlId)
        .Keys(suspicion => suspicion.Shape)
        .Texts(suspicion => suspicion.Host)
        .Texts(suspicion => suspicion.Rule)
        .Numbers(suspicion => suspicion.Admitted)
        .Numbers(suspicion => suspicion.Skipped)
        .Texts(suspicion => suspicion.Example)
        .RunAsync();
}
