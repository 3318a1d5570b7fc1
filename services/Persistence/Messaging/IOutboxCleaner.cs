namespace Crawler.Persistence.Messaging;

/// <summary>Removes delivered outbox rows; one per database.</summary>
internal interface IOutboxCleaner
{
    /// <summary>Removes rows that are done, and counts a fault on those that were given up.</summary>
    Task RemoveAsync(IReadOnlyList<OutboxTracker.Done> done, CancellationToken cancellationToken);
}
