using Crawler.ServiceDefaults.Serialization;

using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace Crawler.Persistence.Messaging;

/// <summary>A message that is being consumed in a transaction: what it sends is written down, not sent.</summary>
internal sealed class TransactionalConsumeContext<TMessage>(
    ConsumeContext<TMessage> context,
    OutboxConsumeOptions options,
    IServiceProvider provider,
    CrawlerDbContext database,
    WriteTransaction transaction)
    : OutboxConsumeContextProxy<TMessage>(context, options, provider)
    where TMessage : class
{
    public override bool ContinueProcessing { get; set; } = true;

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    public override Task AddSend<T>(SendContext<T> context)
    {
        var row = OutboxSerialization.Describe(context.Message, typeof(T), transaction.Now);
        row.MessageId = context.MessageId ?? row.MessageId;
        row.CorrelationId = context.CorrelationId;
        row.ConversationId = context.ConversationId;
        row.Headers = HeaderText.Write(context.Headers);
        row.Destination = context.TryGetPayload<PublishContext<T>>(out _) || context is PublishContext<T>
            ? null
            : context.DestinationAddress?.ToString();
        transaction.Add(row);
        return Task.CompletedTask;
    }

    // The inbox row was written before the consumer ran; what it left unsaved is written now.
    public override Task SetConsumed() => database.SaveChangesAsync(CancellationToken);

    // The rows are sent by OutboxDelivery after the commit, not by this consumer.
    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() =>
        Task.FromResult(new List<OutboxMessageContext>());

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;
}
