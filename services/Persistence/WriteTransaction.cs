using System.Data.Common;

using Crawler.Persistence.Messaging;

namespace Crawler.Persistence;

/// <summary>One transaction that changes rows and records the messages that the change causes.</summary>
/// <remarks>
/// <see cref="Now"/> is read once, so that every statement of the transaction sees the same time. Disposing without
/// <see cref="CommitAsync"/> undoes everything, messages included.
/// </remarks>
public abstract class WriteTransaction : IAsyncDisposable
{
    private List<OutboxMessage>? _messages;
    private List<Action>? _afterwards;

    /// <summary>The connection that the transaction is open on.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>The transaction itself, for EF Core to join.</summary>
    public abstract DbTransaction Transaction { get; }

    /// <summary>The time of this transaction. UTC.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Publishes a message when, and only when, this transaction commits.</summary>
    public void Publish<TMessage>(TMessage message)
        where TMessage : class =>
        Add(OutboxSerialization.Describe(message, typeof(TMessage), Now));

    /// <summary>
    /// Does something when this transaction has committed: counts what it has done. It must not fail.
    /// </summary>
    public void WhenCommitted(Action action) => (_afterwards ??= []).Add(action);

    /// <summary>Sends a described message when, and only when, this transaction commits.</summary>
    internal void Add(OutboxMessage message) => (_messages ??= []).Add(message);

    /// <summary>Makes the changes durable, then hands the messages to delivery.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_messages is not null)
        {
            await InsertAsync(_messages, cancellationToken);
        }

        await CommitCoreAsync(cancellationToken);
        if (_messages is not null)
        {
            HandOver(_messages);
            _messages = null;
        }

        _afterwards?.ForEach(action => action());
        _afterwards = null;
    }

    /// <summary>
    /// Notes that a consumer consumes a message in this transaction. False where it has consumed it before: this is a
    /// copy.
    /// </summary>
    public abstract ValueTask<bool> TryConsumeAsync(
        Guid messageId, Guid consumerId, CancellationToken cancellationToken);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();

    /// <summary>Writes the outbox rows and gives each its id.</summary>
    private protected abstract Task InsertAsync(
        IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken);

    private protected abstract Task CommitCoreAsync(CancellationToken cancellationToken);

    private protected abstract void HandOver(IReadOnlyList<OutboxMessage> messages);
}
