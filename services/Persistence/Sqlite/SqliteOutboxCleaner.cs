using Crawler.Persistence.Messaging;

namespace Crawler.Persistence.Sqlite;

/// <summary>Removes delivered outbox rows in one short transaction.</summary>
internal sealed class SqliteOutboxCleaner(ICrawlerDatabase database) : IOutboxCleaner
{
    public async Task RemoveAsync(IReadOnlyList<OutboxTracker.Done> done, CancellationToken cancellationToken)
    {
        await using var transaction = (SqliteWriteTransaction)await database.BeginWriteAsync(cancellationToken);
        var remove = transaction.Statement("DELETE FROM outbox WHERE id = @id", "@id");
        var fault = transaction.Statement("UPDATE outbox SET faults = faults + 1 WHERE id = @id", "@id");
        foreach (var one in done)
        {
            (one.Faulted ? fault : remove).Bind(one.Id).ExecuteNonQuery();
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
