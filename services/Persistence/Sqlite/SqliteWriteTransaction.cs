using System.Data.Common;

using Crawler.Persistence.Messaging;

using Microsoft.Data.Sqlite;

namespace Crawler.Persistence.Sqlite;

/// <summary>The one open write transaction of the file.</summary>
public sealed class SqliteWriteTransaction : WriteTransaction
{
    private readonly SqliteStatements _statements;
    private readonly SqliteTransaction _transaction;
    private readonly OutboxSignal _signal;
    private Action? _release;

    internal SqliteWriteTransaction(
        SqliteStatements statements, DateTimeOffset now, OutboxSignal signal, Action release)
    {
        _statements = statements;
        _signal = signal;
        Now = now;
        _transaction = statements.Connection.BeginTransaction(deferred: false);
        _release = release;
    }

    /// <inheritdoc />
    public override DbConnection Connection => _statements.Connection;

    /// <inheritdoc />
    public override DbTransaction Transaction => _transaction;

    /// <inheritdoc />
    public override DateTimeOffset Now { get; }

    /// <summary>The prepared statement for a text, in this transaction.</summary>
    public SqliteCommand Statement(string sql, params ReadOnlySpan<string> parameters) =>
        _statements.Get(sql, _transaction, parameters);

    /// <inheritdoc />
    public override ValueTask<bool> TryConsumeAsync(
        Guid messageId, Guid consumerId, CancellationToken cancellationToken) => new(
        Statement(
            """
            INSERT INTO inbox (message_id, consumer_id, consumed_at) VALUES (@message, @consumer, @now)
            ON CONFLICT DO NOTHING
            """,
            "@message", "@consumer", "@now").Bind(messageId, consumerId, Now).ExecuteNonQuery() == 1);

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        if (_release is { } release)
        {
            _release = null;
            try
            {
                // Rolls back what was not committed.
                _transaction.Dispose();
            }
            finally
            {
                release();
            }
        }

        return ValueTask.CompletedTask;
    }

    private protected override Task InsertAsync(
        IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var insert = Statement(
            """
            INSERT INTO outbox (message_id, message_type, destination, body, correlation_id, conversation_id,
            headers, trace_parent, created_at, faults)
            VALUES (@id, @type, @destination, @body, @correlation, @conversation, @headers, @trace, @created, 0)
            RETURNING id
            """,
            "@id", "@type", "@destination", "@body", "@correlation", "@conversation", "@headers", "@trace",
            "@created");
        foreach (var message in messages)
        {
            message.Id = (long)insert.Bind(
                message.MessageId, message.MessageType, message.Destination, message.Body, message.CorrelationId,
                message.ConversationId, message.Headers, message.TraceParent, message.CreatedAt).ExecuteScalar()!;
        }

        return Task.CompletedTask;
    }

    private protected override Task CommitCoreAsync(CancellationToken cancellationToken)
    {
        _transaction.Commit();
        return Task.CompletedTask;
    }

    private protected override void HandOver(IReadOnlyList<OutboxMessage> messages) => _signal.Post(messages);
}
