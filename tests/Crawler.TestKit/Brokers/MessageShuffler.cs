using System.Collections.Concurrent;

using Crawler.ServiceDefaults.Messaging;

using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Crawler.TestKit.Brokers;

/// <summary>
/// Stands between the exchange and the queue of every endpoint that processes share: each message comes twice, in any
/// order, the copy often much later.
/// </summary>
/// <remarks>Disposing delivers what is held back, and puts the bindings back.</remarks>
public sealed class MessageShuffler : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IConnection _connection;
    private readonly IChannel _incoming;
    private readonly IChannel _outgoing;
    private readonly Random _random;
    private readonly ConcurrentQueue<Held> _arrived = new();
    private readonly List<Held> _later = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _delivering = Task.CompletedTask;
    private int _delivered;

    private MessageShuffler(IConnection connection, IChannel incoming, IChannel outgoing, int seed)
    {
        (_connection, _incoming, _outgoing) = (connection, incoming, outgoing);
        _random = new Random(seed);
    }

    /// <summary>How many deliveries there were, copies included.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>Begins with what is sent from now on; the processes must have made their queues.</summary>
    public static async Task<MessageShuffler> StartAsync(VirtualHost host, int seed)
    {
        var connection = await host.ConnectAsync();
        var shuffler = new MessageShuffler(
            connection, await connection.CreateChannelAsync(), await connection.CreateChannelAsync(), seed);
        foreach (var name in QueueNames.Shared)
        {
            await shuffler.StepBetweenAsync(name);
        }

        shuffler._delivering = shuffler.DeliverAsync(shuffler._stop.Token);
        return shuffler;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in QueueNames.Shared)
        {
            await _outgoing.QueueBindAsync(name, name, routingKey: "");
        }

        await _stop.CancelAsync();
        await _delivering;
        await _incoming.DisposeAsync();
        await DeliverAllAsync();
        await _outgoing.DisposeAsync();
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task StepBetweenAsync(string name)
    {
        var queue = (await _incoming.QueueDeclareAsync()).QueueName;
        var consumer = new AsyncEventingBasicConsumer(_incoming);
        consumer.ReceivedAsync += (_, message) =>
        {
            // The client takes the body's memory back when this returns.
            _arrived.Enqueue(new Held(name, new BasicProperties(message.BasicProperties), message.Body.ToArray(), IsCopy: false));
            return Task.CompletedTask;
        };
        await _incoming.BasicConsumeAsync(queue, autoAck: true, consumer);
        await _incoming.QueueBindAsync(queue, name, routingKey: "");
        await _incoming.QueueUnbindAsync(name, name, routingKey: "");
    }

    private async Task DeliverAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await DeliverAsync(TakeTurn());
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is delivered by who cancelled.
        }
    }

    /// <summary>All originals that have come and some of the copies, shuffled.</summary>
    private Held[] TakeTurn()
    {
        var turn = new List<Held>();
        while (_arrived.TryDequeue(out var message))
        {
            turn.Add(message);
            _later.Add(message with { IsCopy = true });
        }

        var due = _later.Where(_ => _random.Next(3) == 0).ToHashSet();
        _later.RemoveAll(due.Contains);
        Held[] all = [.. turn, .. due];
        _random.Shuffle(all);
        return all;
    }

    private async Task DeliverAllAsync()
    {
        while (!_arrived.IsEmpty || _later.Count > 0)
        {
            await DeliverAsync(TakeTurn());
        }
    }

    private async Task DeliverAsync(Held[] messages)
    {
        foreach (var message in messages)
        {
            await _outgoing.BasicPublishAsync(
                exchange: "", message.Queue, mandatory: false, message.Properties, message.Body);
            Interlocked.Increment(ref _delivered);
        }
    }

    private sealed record Held(string Queue, BasicProperties Properties, byte[] Body, bool IsCopy);
}
