using System.Collections.Concurrent;
using System.Threading.Channels;

using MassTransit;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Knows which sent messages are still being consumed in this process, and tells which outbox rows are done.
/// </summary>
internal sealed class OutboxTracker : IReceiveObserver
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

    private void Finish(ReceiveContext context, bool faulted)
    {
        if (context.GetMessageId() is not { } messageId || !_pending.TryGetValue(messageId, out var pending))
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
