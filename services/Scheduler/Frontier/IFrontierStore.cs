namespace Crawler.Scheduler.Frontier;

/// <summary>
/// The frontier's tables in one database. What a frontier means is decided outside, once for all databases.
/// </summary>
internal interface IFrontierStore
{
    /// <summary>Opens a transaction; its time is read once.</summary>
    ValueTask<IFrontierTransaction> BeginAsync(CancellationToken cancellationToken);
}
