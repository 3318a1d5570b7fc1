using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

using RabbitMQ.Client;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>Signs of life as the broker carries them.</summary>
[Collection(HostCollection.Name)]
public sealed class HeartbeatTests(RabbitMqServer broker)
{
    private const string Exchange = "Crawler.Contracts.V1.Control:WorkerHeartbeat";

    [RabbitMqFact]
    public async Task SignOfLife_IsGoneAfterThreeIntervals()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.StartAsync([.. host.Settings, "Messaging:HeartbeatInterval=1s"]);
        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(queue, Exchange, routingKey: "");

        BasicGetResult? heartbeat = null;
        await Eventually.HoldsAsync(
            async () => (heartbeat = await channel.BasicGetAsync(queue, autoAck: true)) is not null);

        heartbeat!.BasicProperties.Expiration.ShouldBe("3000");
    }
}
