using Crawler.Persistence.Frontier;
using Crawler.Persistence.Sqlite;

using static Crawler.Scheduler.Frontier.FrontierRows<Crawler.Persistence.Sqlite.SqliteTimes>;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <content>Suspected traps.</content>
internal sealed partial class SqliteFrontierTransaction
{
    public ValueTask<TrapSuspicion?> FindSuspicionAsync(Guid crawlId, byte[] shape) => new(ReadOne(
        transaction.Statement(
            $"SELECT {SuspicionColumns} FROM trap_suspicions WHERE crawl_id = @crawl AND shape = @shape",
            "@crawl", "@shape").Bind(crawlId, shape),
        ReadSuspicion));

    public ValueTask SaveSuspicionsAsync(IReadOnlyCollection<TrapSuspicion> suspicions)
    {
        var command = transaction.Statement(
            $"""
            INSERT INTO trap_suspicions ({SuspicionColumns})
            VALUES (@crawl, @shape, @host, @rule, @admitted, @skipped, @example)
            ON CONFLICT (crawl_id, shape) DO UPDATE SET
                admitted = excluded.admitted, skipped = excluded.skipped, example = excluded.example
            """,
            "@crawl", "@shape", "@host", "@rule", "@admitted", "@skipped", "@example");
        foreach (var suspicion in suspicions)
        {
            command.Bind(
                suspicion.CrawlId, suspicion.Shape, suspicion.Host, suspicion.Rule, suspicion.Admitted,
                suspicion.Skipped, suspicion.Example).ExecuteNonQuery();
        }

        return default;
    }
}
