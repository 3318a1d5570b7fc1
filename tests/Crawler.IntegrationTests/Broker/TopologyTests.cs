using System.Text.Json;

using Crawler.IntegrationTests.Crawls;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>What the platform makes in a broker.</summary>
[Collection(HostCollection.Name)]
public sealed class TopologyTests(RabbitMqServer broker)
{
    [OwnRabbitMqFact]
    public async Task SharedQueues_AreQuorumQueuesThatKeepWhatNobodyCouldTake()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.StartAsync(
            [.. host.Settings, "Messaging:RabbitMq:DeliveryLimit=7"]);
        var expected = QueueNames.Shared.SelectMany(name => new[] { name, $"{name}_error" })
            .Except([$"{QueueNames.WorkerHeartbeat}_error"]).ToList();

        await Eventually.HoldsAsync(async () => expected.Except((await QueuesAsync(host)).Keys).FirstOrDefault() is null);

        foreach (var (name, arguments) in (await QueuesAsync(host)).Where(queue => !IsTemporary(queue.Key)))
        {
            expected.ShouldContain(name);
            arguments["x-queue-type"].ShouldBe("quorum", name);
            arguments["x-delivery-limit"].ShouldBe("7", name);
            if (name == QueueNames.WorkerHeartbeat)
            {
                arguments.ShouldNotContainKey("x-dead-letter-exchange");
                continue;
            }

            arguments["x-dead-letter-strategy"].ShouldBe("at-least-once", name);
            arguments["x-dead-letter-exchange"].ShouldBe(
                name.EndsWith("_error", StringComparison.Ordinal) ? name : $"{name}_error", name);
        }
    }

    [OwnRabbitMqFact]
    public async Task QueuesOfAProcess_GoWithIt()
    {
        var host = await broker.AddVirtualHostAsync();
        await using (await EmbeddedHarness.StartAsync(host.Settings))
        {
            await Eventually.HoldsAsync(async () => (await QueuesAsync(host)).Keys.Count(IsTemporary) == 2);
        }

        (await QueuesAsync(host)).Keys.ShouldNotContain(name => IsTemporary(name));
    }

    [OwnRabbitMqFact]
    public async Task QueuesWhoseOrderCounts_AreTakenFromByOneProcessAtATime()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        await Eventually.HoldsAsync(async () => QueueNames.Shared.All((await QueuesAsync(host)).ContainsKey));

        (await QueuesAsync(host))
            .Where(queue => queue.Value.ContainsKey("x-single-active-consumer"))
            .Select(queue => queue.Key).ShouldBe([QueueNames.Crawl, QueueNames.ScheduleMessage], ignoreOrder: true);
    }

    private static bool IsTemporary(string name) => name.Contains("-control-", StringComparison.Ordinal);

    private static async Task<Dictionary<string, Dictionary<string, string>>> QueuesAsync(VirtualHost host)
    {
        var text = await host.Server.ControlAsync(
            "--quiet", "--formatter", "json", "list_queues", "-p", host.Name, "name", "arguments");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.EnumerateArray().ToDictionary(
            queue => queue.GetProperty("name").GetString()!,
            queue => queue.GetProperty("arguments").EnumerateArray()
                .ToDictionary(pair => pair[0].GetString()!, pair => pair[pair.GetArrayLength() - 1].ToString()));
    }
}
