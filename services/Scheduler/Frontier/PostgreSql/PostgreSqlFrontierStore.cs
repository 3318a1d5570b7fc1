using Crawler.Persistence;
using Crawler.Persistence.PostgreSql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <summary>The frontier in PostgreSQL.</summary>
internal sealed class PostgreSqlFrontierStore(ICrawlerDatabase database) : IFrontierStore
{
    public async ValueTask<IFrontierTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new PostgreSqlFrontierTransaction(
            (PostgreSqlWriteTransaction)await database.BeginWriteAsync(cancellationToken));

    public ValueTask<IAsyncDisposable?> TakeTurnAsync(
        DatabaseTurn turn, bool waits, CancellationToken cancellationToken) =>
        database.TakeTurnAsync(turn, waits, cancellationToken);

    public bool IsConflict(Exception exception) => database.IsConflict(exception);
}
