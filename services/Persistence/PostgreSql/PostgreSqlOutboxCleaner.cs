using Crawler.Persistence.Messaging;

namespace Crawler.Persistence.PostgreSql;

/// <summary>Removes delivered outbox rows with two statements.</summary>
internal sealed class PostgreSqlOutboxCleaner(ICrawlerDatabase database) : IOutboxCleaner
{
    public async Task RemoveAsync(IReadOnlyList<OutboxTracker.Done> done, CancellationToken cancellationToken)
    {
        await using var transaction = (PostgreSqlWriteTransaction)await database.BeginWriteAsync(cancellationToken);
        await RemoveAsync(
            transaction.Statement,
            [.. done.Where(one => !one.Faulted).Select(one => one.Id)],
            [.. done.Where(one => one.Faulted).Select(one => one.Id)]);
        await transaction.CommitAsync(cancellationToken);
    }

    internal static async ValueTask RemoveAsync(
        Func<string, PostgreSqlStatement> statement, IReadOnlyList<long> sent, IReadOnlyList<long> faulted)
    {
        if (sent.Count > 0)
        {
            await statement("DELETE FROM outbox WHERE id = ANY($1)")
                .Numbers(sent).RunAsync();
        }

        if (faulted.Count > 0)
        {
            await statement("UPDATE outbox SET faults = faults + 1 WHERE id = ANY($1)")
                .Numbers(faulted).RunAsync();
        }
    }
}
