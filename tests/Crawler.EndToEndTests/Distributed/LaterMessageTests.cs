using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Waiting;

using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>Two Schedulers share the store of messages that are to be sent later; each is sent once.</summary>
[Collection(DistributedCollection.Name)]
public sealed class LaterMessageTests(PlatformPool pool)
{
    private const string Exchange = "later-test";
    private const int Messages = 40;

    [RabbitMqFact]
    public async Task TwoSchedulers_SendEachMessageOnce()
    {
        var platform = await pool.UseAsync(new PlatformOptions { Schedulers = 2 }.With("Frontier:MaxBatchUrls=5"));
        await using var connection = await platform.VirtualHost.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var seen = await ReceiveAsync(channel);
        var now = TimeProvider.System.GetUtcNow();

        foreach (var number in Enumerable.Range(0, Messages))
        {
            await ScheduleAsync(channel, number, now.AddSeconds(2));
        }

        // What would be sent twice has been sent twice when the message after it is there.
        await ScheduleAsync(channel, Messages, now.AddSeconds(6));
        await Eventually.HoldsAsync(() => seen.Contains(Messages), TimeSpan.FromSeconds(60));

        seen.Order().ShouldBe(Enumerable.Range(0, Messages + 1));
    }

    private static async Task<ConcurrentQueue<int>> ReceiveAsync(IChannel channel)
    {
        var seen = new ConcurrentQueue<int>();
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, Exchange, routingKey: "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            using var body = JsonDocument.Parse(message.Body);
            seen.Enqueue(body.RootElement.GetProperty("message").GetProperty("number").GetInt32());
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return seen;
    }

    private static async Task ScheduleAsync(IChannel channel, int number, DateTimeOffset at)
    {
        var id = Guid.NewGuid();
        var envelope = $$"""
            {
              "messageId": "{{id}}",
              "messageType": ["urn:message:MassTransit.Scheduling:ScheduleMessage"],
              "message": {
                "correlationId": "{{id}}", "scheduledTime": "{{at.UtcDateTime:O}}", "destination": "exchange:{{Exchange}}",
                "payloadType": ["urn:message:Tests:Numbered"], "payload": { "number": {{number}} }
              }
            }
            """;
        var properties = new BasicProperties
        {
            ContentType = "application/vnd.masstransit+json",
            MessageId = id.ToString(),
            DeliveryMode = DeliveryModes.Persistent,
        };
        await channel.BasicPublishAsync(
            QueueNames.ScheduleMessage, routingKey: "", mandatory: false, properties, Encoding.UTF8.GetBytes(envelope));
    }
}
