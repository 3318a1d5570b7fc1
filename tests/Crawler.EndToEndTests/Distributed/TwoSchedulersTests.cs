using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Platforms;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using Shouldly;

using Xunit;

namespace Crawler.EndToEndTests.Distributed;

/// <summary>Two Schedulers on one database do together what one does.</summary>
[Collection(DistributedCollection.Name)]
public sealed class TwoSchedulersTests(PlatformPool pool)
{
    private const string Exchange = "later-test";
    private const int Messages = 40;

    /// <summary>Small batches, so that there are many to be handed out at once.</summary>
    private static readonly PlatformOptions Two = new PlatformOptions { Schedulers = 2 }.With("Frontier:MaxBatchUrls=5");

    [RabbitMqFact]
    public async Task LaterMessages_AreSentOnce()
    {
        var platform = await pool.UseAsync(Two);
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

    [RabbitMqFact]
    public async Task ConnectionsOfAHost_AreKeptBetweenThem()
    {
        const int PerHost = 2;
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, 4).Select(_ => web.AddSite()).ToArray();
        foreach (var site in sites)
        {
            string[] slow = [.. Enumerable.Range(0, 60).Select(i => $"/slow/{i}")];
            site.Page("/", links: slow);
            Array.ForEach(slow, target => site.SlowHeaders(target, TimeSpan.FromMilliseconds(60)));
        }

        var platform = await pool.UseAsync(Two);
        var spec = CrawlSpecs.Of([.. sites.Select(site => site.Url())]);
        spec = spec with { Politeness = spec.Politeness with { PerHost = PerHost } };

        Guid[] crawls = [await platform.SubmitAsync(spec), await platform.SubmitAsync(spec)];
        foreach (var crawl in crawls)
        {
            (await platform.WaitForEndAsync(crawl)).Counts.Fetched.ShouldBe(sites.Length * 61);
            platform.ReadCrawl(crawl).ShouldBeWhole();
        }

        sites.Max(site => site.Requests.MaximumConcurrency()).ShouldBe(PerHost);
        web.Requests.CountsByPage().ShouldAllBe(page => page.Value == 2);
        (await platform.ErrorQueuesAsync()).ShouldBeEmpty();
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
