using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Crawler.TestKit.Brokers;

/// <summary>Publishes every message of some types once more, under its own id, as soon as it is seen.</summary>
public sealed class MessageCopier : IAsyncDisposable
{
    private const string Mark = "x-test-copy";

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private int _copied;

    private MessageCopier(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public int Copied => Volatile.Read(ref _copied);

    /// <summary>Begins with what is published from now on.</summary>
    public static async Task<MessageCopier> StartAsync(VirtualHost host, IEnumerable<Type> messages)
    {
        var connection = await host.ConnectAsync();
        var channel = await connection.CreateChannelAsync();
        var copier = new MessageCopier(connection, channel);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var message in messages)
        {
            var exchange = $"{message.Namespace}:{message.Name}";
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, exchange, routingKey: "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) => copier.CopyAsync(message);
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return copier;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task CopyAsync(BasicDeliverEventArgs message)
    {
        if (message.BasicProperties.Headers?.ContainsKey(Mark) == true)
        {
            return;
        }

        var properties = new BasicProperties(message.BasicProperties);
        properties.Headers = new Dictionary<string, object?>(
            message.BasicProperties.Headers ?? new Dictionary<string, object?>(), StringComparer.Ordinal)
        {
            [Mark] = true,
        };
        await _channel.BasicPublishAsync(
            message.Exchange, message.RoutingKey, mandatory: false, properties, message.Body);
        Interlocked.Increment(ref _copied);
    }
}
