using System.Data;

using Crawler.Persistence.Messaging;

using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>
/// Claims rows by a lock that ends with its transaction: rows leave in their order, whoever sends them, and what a
/// process that died had claimed is free at once.
/// </summary>
internal sealed class PostgreSqlOutboxClaims(PostgreSqlDatabase database) : IOutboxClaims
{
    private const string Columns =
        """
        id, message_id, message_type, destination, body, correlation_id, conversation_id, trace_parent, headers,
        created_at
        """;

    public async ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(
        string messageType, int limit, CancellationToken cancellationToken)
    {
        await using var connection = database.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        var sql =
            $"""
            DELETE FROM outbox WHERE id = ANY (ARRAY(
                SELECT id FROM outbox WHERE message_type = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED))
            RETURNING {Columns}
            """;
        var rows = await new PostgreSqlStatement(new NpgsqlCommand(sql, connection), cancellationToken)
            .Text(messageType).Number(limit).ReadAllAsync(Read);
        return [.. rows.OrderBy(row => row.Id)];
    }

    public async ValueTask<OutboxClaim?> ClaimAsync(
        IReadOnlyCollection<string> leftOut, int limit, int maxFaults, CancellationToken cancellationToken)
    {
        var connection = database.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            var claim = new Claim(connection, transaction);
            if (await claim.TryReadAsync(leftOut, limit, maxFaults, cancellationToken))
            {
                return claim;
            }

            await claim.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static OutboxMessage Read(NpgsqlDataReader reader) => new()
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
        CreatedAt = PostgreSqlTimes.Time(reader, 9),
    };

    private sealed class Claim(NpgsqlConnection connection, NpgsqlTransaction transaction) : OutboxClaim
    {
        private IReadOnlyList<OutboxMessage> _rows = [];

        public override IReadOnlyList<OutboxMessage> Rows => _rows;

        public async Task<bool> TryReadAsync(
            IReadOnlyCollection<string> leftOut, int limit, int maxFaults, CancellationToken cancellationToken)
        {
            var turn = await Statement("SELECT pg_try_advisory_xact_lock($1, $2)", cancellationToken)
                .Number(AdvisoryLock.Product).Number((int)DatabaseTurn.Send).ReadValueAsync();
            if (turn is not true)
            {
                return false;
            }

            // A statement of its own sees all that was committed before the lock was free.
            _rows = await Statement(
                $"""
                SELECT {Columns} FROM outbox WHERE faults < $1 AND message_type <> ALL ($2) ORDER BY id LIMIT $3
                """,
                cancellationToken)
                .Number(maxFaults).Texts(leftOut).Number(limit).ReadAllAsync(Read);
            return true;
        }

        public override async Task CompleteAsync(
            IReadOnlyList<long> sent, IReadOnlyList<long> faulted, CancellationToken cancellationToken)
        {
            await PostgreSqlOutboxCleaner.RemoveAsync(sql => Statement(sql, cancellationToken), sent, faulted);
            await transaction.CommitAsync(cancellationToken);
        }

        public override async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }

        private PostgreSqlStatement Statement(string sql, CancellationToken cancellationToken) =>
            new(new NpgsqlCommand(sql, connection, transaction), cancellationToken);
    }
}
