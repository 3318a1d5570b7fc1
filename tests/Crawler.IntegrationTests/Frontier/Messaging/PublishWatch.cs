using System.Collections.Concurrent;

using MassTransit;

namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>Sees each message of a type before it is published, and does then what the test asks for.</summary>
internal sealed class PublishWatch<TMessage>(Func<TMessage, CancellationToken, Task> before) : IPublishObserver
    where TMessage : class
{
    public ConcurrentQueue<TMessage> Begun { get; } = new();

    public async Task PrePublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is TMessage message)
        {
            Begun.Enqueue(message);
            await before(message, context.CancellationToken);
        }
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
