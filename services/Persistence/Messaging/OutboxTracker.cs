using System.Collections.Concurrent;
using System.Threading.Channels;

using Crawler.ServiceDefaults.Messaging;

using MassTransit;
using MassTransit.Scheduling;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Knows which sent messages are still being consumed in this process, and tells which outbox rows are done.
/// </summary>
/// <remarks>
/// A message that is to be redelivered is not done: its row waits for the copy that will come, and is what is left of
/// the message should that copy be given up too.
/// </remarks>
internal sealed class OutboxTracker : IReceiveObserver, ISendObserver
{
    private readonly ConcurrentDictionary<Guid, Pending> _pending = new();
    private readonly Channel<Done> _done = Channel.CreateUnbounded<Done>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Rows that every receiver is done with.</summary>
    public ChannelReader<Done> Completed => _done.Reader;

    /// <summary>Call before sending. A message that nobody receives is done at once.</summary>
    public void Track(OutboxMessage row, int receivers)
    {
        if (receivers == 0)
        {
            _done.Writer.TryWrite(new Done(row.Id, Faulted: false));
            return;
        }

        _pending[row.MessageId] = new Pending(row.Id, receivers);
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        Finish(context, context.IsFaulted);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Finish(context, faulted: true);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PreSend<T>(SendContext<T> context)
        where T : class
    {
        if (typeof(T) == typeof(ScheduleMessage) && context.Headers.TryGetHeader(MessageHeaders.RedeliveryCount, out _)
            && (ReadId(context.Headers) ?? context.MessageId) is { } messageId
            && _pending.TryGetValue(messageId, out var pending))
        {
            pending.Expect();
        }

        return Task.CompletedTask;
    }

    public Task PostSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    /// <summary>A redelivered message has an id of its own, and names that of the first.</summary>
    private static Guid? ReadId(Headers headers) =>
        headers.TryGetHeader(MessageHeaders.OriginalMessageId, out var value) && Guid.TryParse($"{value}", out var id)
            ? id
            : null;

    /// <summary>What only waits at the scheduler endpoint has not been redelivered yet.</summary>
    private static Guid? IdOf(ReceiveContext context) =>
        context.InputAddress.Segments[^1] == QueueNames.ScheduleMessage
            ? context.GetMessageId()
            : ReadId(context.TransportHeaders) ?? context.GetMessageId();

    private void Finish(ReceiveContext context, bool faulted)
    {
        if (IdOf(context) is not { } messageId
            || !_pending.TryGetValue(messageId, out var pending))
        {
            return;
        }

        if (pending.Finish(faulted))
        {
            _pending.TryRemove(messageId, out _);
            _done.Writer.TryWrite(new Done(pending.Id, pending.Faulted));
        }
    }

    /// <summary>An outbox row whose message was received everywhere; faulted when a receiver gave it up.</summary>
    internal readonly record struct Done(long Id, bool Faulted);

    private sealed class Pending(long id, int receivers)
    {
        private int _left = receivers;
        private volatile bool _faulted;

        public long Id => id;

        public bool Faulted => _faulted;

        public void Expect() => Interlocked.Increment(ref _left);

        public bool Finish(bool faulted)
        {
            if (faulted)
            {
                _faulted = true;
            }

            return Interlocked.Decrement(ref _left) == 0;
        }
    }
}
