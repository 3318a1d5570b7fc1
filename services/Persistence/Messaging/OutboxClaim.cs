namespace Crawler.Persistence.Messaging;

/// <summary>Outbox rows that one process sends. What it does not tell to be done is sent again.</summary>
internal abstract class OutboxClaim : IAsyncDisposable
{
    /// <summary>The rows, the oldest first.</summary>
    public abstract IReadOnlyList<OutboxMessage> Rows { get; }

    /// <summary>Removes the rows that were sent, and counts a fault on those that never can be.</summary>
    public abstract Task CompleteAsync(
        IReadOnlyList<long> sent, IReadOnlyList<long> faulted, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
