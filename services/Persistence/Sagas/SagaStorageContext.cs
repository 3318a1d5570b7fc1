using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Persistence.Sagas;

/// <summary>One message's view of the saga's table.</summary>
internal sealed class SagaStorageContext<TSaga, TMessage>(
    CrawlerDbContext database,
    ConsumeContext<TMessage> consumeContext,
    ISagaConsumeContextFactory<CrawlerDbContext, TSaga> consumeContexts)
    : ConsumeContextScope<TMessage>(consumeContext), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    private readonly ConsumeContext<TMessage> _consumeContext = consumeContext;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        consumeContexts.CreateSagaConsumeContext(database, _consumeContext, instance, SagaConsumeContextMode.Add);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        database.Add(instance);
        try
        {
            await database.SaveChangesAsync(CancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another message has created it: MassTransit goes on to load that one.
            database.Entry(instance).State = EntityState.Detached;
            return null!;
        }

        return await consumeContexts.CreateSagaConsumeContext(
            database, _consumeContext, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        var instance = await database.LoadLockedAsync<TSaga>(correlationId, CancellationToken);
        return instance is null
            ? null!
            : await consumeContexts.CreateSagaConsumeContext(
                database, _consumeContext, instance, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        database.Add(context.Saga);
        return database.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<TSaga> context) => database.SaveChangesAsync(CancellationToken);

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        database.Remove(context.Saga);
        return database.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        database.Entry(context.Saga).State = EntityState.Unchanged;
        return Task.CompletedTask;
    }

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        consumeContexts.CreateSagaConsumeContext(database, consumeContext, instance, mode);
}
