using System.Data.Common;

using Crawler.Persistence.Messaging;

using Npgsql;

namespace Crawler.Persistence.PostgreSql;

/// <summary>One transaction on a connection of the pool.</summary>
public sealed class PostgreSqlWriteTransaction : WriteTransaction
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly OutboxSignal _signal;
    private readonly string? _instance;
    private readonly CancellationToken _cancellationToken;

    internal PostgreSqlWriteTransaction(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now, OutboxSignal signal,
        string? instance, CancellationToken cancellationToken)
    {
        _connection = connection;
        _transaction = transaction;
        _signal = signal;
        _instance = instance;
        _cancellationToken = cancellationToken;
        Now = now;
    }

    /// <inheritdoc />
    public override DbConnection Connection => _connection;

    /// <inheritdoc />
    public override DbTransaction Transaction => _transaction;

    /// <inheritdoc />
    public override DateTimeOffset Now { get; }

    /// <summary>A statement in this transaction.</summary>
    public PostgreSqlStatement Statement(string sql) =>
        new(new NpgsqlCommand(sql, _connection, _transaction), _cancellationToken);

    /// <summary>Tells other processes, if there may be any, when and only when this transaction commits.</summary>
    public async ValueTask NotifyAsync(string topic)
    {
        if (_instance is not null)
        {
            await Statement("SELECT pg_notify($1, $2)").Text(Notifications.Channel)
                .Text(Notifications.Write(topic, _instance)).RunAsync();
        }
    }

    /// <inheritdoc />
    public override async ValueTask<bool> TryConsumeAsync(
        Guid messageId, Guid consumerId, CancellationToken cancellationToken) =>

        // A copy that is being consumed elsewhere at this moment is waited for.
        await Statement(
            "INSERT INTO inbox (message_id, consumer_id, consumed_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .Id(messageId).Id(consumerId).Time(Now).RunAsync() == 1;

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private protected override async Task InsertAsync(
        IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var ids = await Statement(
            """
            INSERT INTO outbox (message_id, message_type, destination, body, correlation_id, conversation_id,
                trace_parent, headers, created_at, faults)
            SELECT m.message_id, m.message_type, m.destination, m.body, m.correlation_id, m.conversation_id,
                m.trace_parent, m.headers, $1, 0
            FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
                AS m (message_id, message_type, destination, body, correlation_id, conversation_id, trace_parent,
                    headers, ordinal)
            ORDER BY m.ordinal
            RETURNING id
            """)
            .Time(Now).Each(messages)
            .Ids(message => message.MessageId)
            .Texts(message => message.MessageType)
            .Texts(message => message.Destination)
            .Texts(message => message.Body)
            .Ids(message => message.CorrelationId)
            .Ids(message => message.ConversationId)
            .Texts(message => message.TraceParent)
            .Texts(message => message.Headers)
            .ReadAllAsync(reader => reader.GetInt64(0));
        for (var i = 0; i < ids.Count; i++)
        {
            messages[i].Id = ids[i];
        }

        await NotifyAsync(Notifications.Outbox);
    }

    private protected override Task CommitCoreAsync(CancellationToken cancellationToken) =>
        _transaction.CommitAsync(cancellationToken);

    private protected override void HandOver(IReadOnlyList<OutboxMessage> messages) => _signal.Post(messages);
}
