using MassTransit;

namespace Crawler.ServiceDefaults.Workers;

/// <summary>Counts what the process's consumers do.</summary>
internal sealed class ConsumeTally : IReceiveObserver
{
    private long _consumed;
    private long _faulted;

    public (long Consumed, long Faulted) Read() => (Volatile.Read(ref _consumed), Volatile.Read(ref _faulted));

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        Interlocked.Increment(ref _consumed);
        if (context.IsFaulted)
        {
            Interlocked.Increment(ref _faulted);
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Interlocked.Increment(ref _faulted);
        return Task.CompletedTask;
    }
}
