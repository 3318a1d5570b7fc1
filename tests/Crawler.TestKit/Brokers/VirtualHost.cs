using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Crawler.TestKit.Brokers;

/// <summary>A virtual host of a test's own, and how to reach it.</summary>
public sealed class VirtualHost(RabbitMqServer server, string name)
{
    public string Name => name;

    public RabbitMqServer Server => server;

    /// <summary>The settings with which a process uses it.</summary>
    public string[] Settings =>
    [
        "Messaging:Transport=RabbitMq", $"Messaging:RabbitMq:Host={server.Host}", $"Messaging:RabbitMq:Port={server.Port}",
        $"Messaging:RabbitMq:VirtualHost={name}", $"Messaging:RabbitMq:User={server.User}",
        $"Messaging:RabbitMq:Password={server.Password}", "Messaging:RabbitMq:Heartbeat=2s",
    ];

    /// <summary>A plain connection, such as a client in any language has.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory
    {
        HostName = server.Host,
        Port = server.Port,
        VirtualHost = name,
        UserName = server.User,
        Password = server.Password,
    }.CreateConnectionAsync();

    /// <summary>Whether a queue is there.</summary>
    public async Task<bool> HasQueueAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    /// <summary>How many messages wait in a queue.</summary>
    public async Task<uint> CountAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }
}
