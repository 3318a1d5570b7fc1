namespace Crawler.Persistence.Messaging;

/// <summary>Outbox rows to be sent to a broker; one per database.</summary>
internal interface IOutboxClaims
{
    /// <summary>
    /// The oldest rows that no other process is sending, kept from others until the claim is disposed. Rows that were
    /// given up too often are left out.
    /// </summary>
    ValueTask<OutboxClaim> ClaimAsync(int limit, int maxFaults, CancellationToken cancellationToken);
}
