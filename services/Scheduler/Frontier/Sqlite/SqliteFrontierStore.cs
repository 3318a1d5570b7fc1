using Crawler.Persistence;
using Crawler.Persistence.Sqlite;

namespace Crawler.Scheduler.Frontier.Sqlite;

/// <summary>The frontier in SQLite.</summary>
internal sealed class SqliteFrontierStore(ICrawlerDatabase database) : IFrontierStore
{
    public async ValueTask<IFrontierTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new SqliteFrontierTransaction((SqliteWriteTransaction)await database.BeginWriteAsync(cancellationToken));

    public ValueTask<IAsyncDisposable?> TakeTurnAsync(
        DatabaseTurn turn, bool waits, CancellationToken cancellationToken) =>
        database.TakeTurnAsync(turn, waits, cancellationToken);

    public bool IsConflict(Exception exception) => database.IsConflict(exception);
}
