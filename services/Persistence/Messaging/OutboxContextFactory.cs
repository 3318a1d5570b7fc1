using MassTransit;
using MassTransit.Middleware;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Consumes a message in one transaction: inbox row, the consumer's changes, and the messages that it sends.
/// </summary>
/// <remarks>
/// A copy of a message that was consumed before changes nothing. Messages that a consumer or saga publishes become
/// outbox rows, and leave only after the commit. It stands where MassTransit's EF Core outbox would stand, on the same
/// public middleware.
/// Message retry has to sit outside of it, so that every attempt begins with a fresh scope and transaction.
/// </remarks>
internal sealed class OutboxContextFactory(
    ICrawlerDatabase database, CrawlerDbContext context, IServiceProvider provider)
    : IOutboxContextFactory<CrawlerDbContext>
{
    public void Probe(ProbeContext context) => context.CreateScope("crawlerOutbox");

    public async Task Send<T>(
        ConsumeContext<T> consumeContext, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var messageId = consumeContext.GetOriginalMessageId()
            ?? throw new MessageException(typeof(T), "A message without id cannot be told from its copies.");
        var cancellationToken = consumeContext.CancellationToken;
        await using var transaction = await database.BeginWriteAsync(cancellationToken);
        await context.JoinAsync(transaction, cancellationToken);
        try
        {
            if (await transaction.TryConsumeAsync(messageId, options.ConsumerId, cancellationToken))
            {
                await next.Send(
                    new TransactionalConsumeContext<T>(consumeContext, options, provider, context, transaction));
                await transaction.CommitAsync(cancellationToken);
            }
        }
        finally
        {
            await context.LeaveAsync();
        }
    }
}
