using System.Collections.Concurrent;

using MassTransit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>Tells when a message was consumed, or given up.</summary>
internal sealed class Receipts : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<bool>> _expected = new();

    public Task<bool> Expect(Guid messageId)
    {
        var completion = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[messageId] = completion;
        return completion.Task;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        Complete(context, !context.IsFaulted);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        Complete(context, consumed: false);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    private void Complete(ReceiveContext context, bool consumed)
    {
        if (context.GetMessageId() is { } id && _expected.TryRemove(id, out var completion))
        {
            completion.TrySetResult(consumed);
        }
    }
}
