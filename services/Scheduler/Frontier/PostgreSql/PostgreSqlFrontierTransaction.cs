using Crawler.Persistence;
using Crawler.Persistence.PostgreSql;

namespace Crawler.Scheduler.Frontier.PostgreSql;

/// <summary>The frontier's statements for PostgreSQL: one for each set of rows.</summary>
/// <remarks>
/// Transactions of several Schedulers run beside each other; the locks that <see cref="IFrontierTransaction"/> speaks
/// of are row locks here. A statement sees what was committed when it began, so what a lock guards is read after the
/// lock was taken.
/// </remarks>
internal sealed partial class PostgreSqlFrontierTransaction(PostgreSqlWriteTransaction transaction)
    : IFrontierTransaction
{
    public DateTimeOffset Now => transaction.Now;

    public void Publish<TMessage>(TMessage message)
        where TMessage : class => transaction.Publish(message);

    public void WhenCommitted(Action action) => transaction.WhenCommitted(action);

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public ValueTask WakeNeighboursAsync() => transaction.NotifyAsync(Notifications.Frontier);

    public async ValueTask TakeDispatchTurnAsync() =>
        await transaction.Statement("SELECT pg_advisory_xact_lock($1, $2)")
            .Number(AdvisoryLock.Product).Number((int)DatabaseTurn.Dispatch).RunAsync();

    public ValueTask DisposeAsync() => transaction.DisposeAsync();
}
