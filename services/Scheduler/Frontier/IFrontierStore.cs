using Crawler.Persistence;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// The frontier's tables in one database. What a frontier means is decided outside, once for all databases.
/// </summary>
internal interface IFrontierStore
{
    /// <summary>Opens a transaction; its time is read once.</summary>
    ValueTask<IFrontierTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes a turn at what one Scheduler does at a time, until the result is disposed. Null where another one has it,
    /// unless it <paramref name="waits"/>.
    /// </summary>
    ValueTask<IAsyncDisposable?> TakeTurnAsync(DatabaseTurn turn, bool waits, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a transaction failed only because of another one at the same time: the whole of it may be done again.
    /// </summary>
    bool IsConflict(Exception exception);
}
