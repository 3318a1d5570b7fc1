using Crawler.Persistence.Frontier;
using Crawler.Persistence.PostgreSql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <content>Suspected traps: rows of a crawl, and so under its lock.</content>
internal sealed partial class PostgreSqlFrontierTransaction
{
    public ValueTask<TrapSuspicion?> FindSuspicionAsync(Guid crawlId, byte[] shape) => transaction.Statement(
        """
        SELECT host, rule, admitted, skipped, example FROM trap_suspicions WHERE crawl_id = $1 AND shape = $2
        """)
        .Id(crawlId).Bytes(shape)
        .ReadOneAsync(reader => new TrapSuspicion
        {
            CrawlId = crawlId,
            Shape = shape,
            Host = reader.GetString(0),
            Rule = reader.GetString(1),
            Admitted = reader.GetInt64(2),
            Skipped = reader.GetInt64(3),
            Example = reader.GetTextOrNull(4),
        });

    public async ValueTask SaveSuspicionsAsync(IReadOnlyCollection<TrapSuspicion> suspicions)
    {
        if (suspicions.Count == 0)
        {
            return;
        }

        await transaction.Statement(
            """
            INSERT INTO trap_suspicions (crawl_id, shape, host, rule, admitted, skipped, example)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (crawl_id, shape) DO UPDATE SET
                admitted = excluded.admitted, skipped = excluded.skipped, example = excluded.example
            """)
            .Ids(suspicions.Select(suspicion => suspicion.CrawlId))
            .Keys(suspicions.Select(suspicion => suspicion.Shape))
            .Texts(suspicions.Select(suspicion => suspicion.Host))
            .Texts(suspicions.Select(suspicion => suspicion.Rule))
            .Numbers(suspicions.Select(suspicion => (long?)suspicion.Admitted))
            .Numbers(suspicions.Select(suspicion => (long?)suspicion.Skipped))
            .Texts(suspicions.Select(suspicion => suspicion.Example))
            .RunAsync();
    }
}
