using MassTransit;
using MassTransit.Saga;

namespace Crawler.Persistence.Sagas;

/// <summary>Sagas as rows of the installation's database.</summary>
/// <remarks>
/// MassTransit asks this factory for storage once per message and drives the rest: load or insert, run the state
/// machine, save. It always runs inside the outbox's transaction (see <see cref="Messaging.OutboxContextFactory"/>), so
/// that the saga's row,
/// the messages that it publishes and the inbox row of the message it consumed are committed together or not at all.
/// It stands where MassTransit's own EF Core package would stand, behind the same interfaces.
/// </remarks>
internal sealed class SagaContextFactory<TSaga>(
    CrawlerDbContext database, ISagaConsumeContextFactory<CrawlerDbContext, TSaga> consumeContexts)
    : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) => context.CreateScope("crawlerSagaRepository");

    public async Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class
    {
        if (database.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException(
                $"The endpoint of {typeof(TSaga).Name} must call UseTransactionalOutbox: a saga's row and its messages are one transaction.");
        }

        await next.Send(new SagaStorageContext<TSaga, T>(database, context, consumeContexts));
    }

    public Task SendQuery<T>(
        ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class =>
        throw new NotSupportedException(
            $"{typeof(TSaga).Name} is found by its id alone: derive a Guid from the business key instead of correlating by a query.");
}
