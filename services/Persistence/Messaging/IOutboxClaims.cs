namespace Crawler.Persistence.Messaging;

/// <summary>Outbox rows to be sent to a broker; one per database.</summary>
internal interface IOutboxClaims
{
    /// <summary>
    /// Removes the oldest rows of a type and returns them: no process sends them but the caller, and that once.
    /// </summary>
    ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(
        string messageType, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The oldest rows that are of none of the types <paramref name="leftOut"/> and were not given up too often. One
    /// process at a time has them, until its claim is disposed; null where it is another one.
    /// </summary>
    ValueTask<OutboxClaim?> ClaimAsync(
        IReadOnlyCollection<string> leftOut, int limit, int maxFaults, CancellationToken cancellationToken);
}
