using Crawler.Persistence.Messaging;

namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// Claims rows by their locks: several processes send at once and no row twice, and what a process that died had
/// claimed is free at once.
/// </summary>
internal sealed class PostgreSqlOutboxClaims(ICrawlerDatabase database) : IOutboxClaims
{
    public async ValueTask<OutboxClaim> ClaimAsync(int limit, int maxFaults, CancellationToken cancellationToken)
    {
        var transaction = (PostgreSqlWriteTransaction)await database.BeginWriteAsync(cancellationToken);
        try
        {
            var rows = await transaction.Statement(
                """
                SELECT id, message_id, message_type, destination, body, correlation_id, conversation_id, trace_parent,
                    headers, created_at
                FROM outbox WHERE faults < $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
                """)
                .Number(maxFaults).Number(limit)
                .ReadAllAsync(reader => new OutboxMessage
                {
                    Id = reader.GetInt64(0),
                    MessageId = reader.GetGuid(1),
                    MessageType = reader.GetString(2),
                    Destination = reader.GetTextOrNull(3),
                    Body = reader.GetString(4),
                    CorrelationId = reader.GetIdOrNull(5),
                    ConversationId = reader.GetIdOrNull(6),
                    TraceParent = reader.GetTextOrNull(7),
                    Headers = reader.GetTextOrNull(8),
                    CreatedAt = reader.GetTime(9),
                });
            return new Claim(transaction, rows);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private sealed class Claim(PostgreSqlWriteTransaction transaction, IReadOnlyList<OutboxMessage> rows) : OutboxClaim
    {
        public override IReadOnlyList<OutboxMessage> Rows => rows;

        public override async Task CompleteAsync(
            IReadOnlyList<long> sent, IReadOnlyList<long> faulted, CancellationToken cancellationToken)
        {
            await PostgreSqlOutboxCleaner.RemoveAsync(transaction, sent, faulted);
            await transaction.CommitAsync(cancellationToken);
        }

        public override ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
