using System.Text;

using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using RabbitMQ.Client;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>Commands by a client that knows AMQP and JSON, and nothing of this platform's envelope.</summary>
[Collection(HostCollection.Name)]
public sealed class RawJsonTests(RabbitMqServer broker)
{
    private const string TypePrefix = "urn:message:Crawler.Contracts.V1.Crawls:";

    [RabbitMqFact]
    public async Task BareCommand_IsTaken()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/a"]).Page("/a");
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        await ReadyAsync(host);
        var id = Guid.NewGuid();

        await PublishAsync(host, Guid.NewGuid(), nameof(SubmitCrawl), $$"""
            {
              "crawlId": "{{id}}", "submittedAt": "2026-11-21T00:00:00Z",
              "spec": { "seeds": ["{{site.Url()}}"], "politeness": { "delay": "0s" }, "sitemap": "skip" }
            }
            """);
        await Eventually.HoldsAsync(async () => (await harness.RowsAsync<CrawlSaga>()).Count == 1);
        var status = await harness.WaitForEndAsync(id);

        status.State.ShouldBe("Completed");
        status.Counts.Fetched.ShouldBe(2);
    }

    [RabbitMqFact]
    public async Task CopyOfABareCommand_ChangesNothing()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");
        var gate = site.Gate("/");
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await gate.WaitUntilRequestedAsync();
        var pause = Guid.NewGuid();

        await PublishAsync(host, pause, nameof(PauseCrawl), $$"""{ "crawlId": "{{id}}" }""");
        await harness.WaitForAsync(id, status => status.State == "Paused");
        await PublishAsync(host, Guid.NewGuid(), nameof(ResumeCrawl), $$"""{ "crawlId": "{{id}}" }""");
        await harness.WaitForAsync(id, status => status.State == "Crawling");
        await PublishAsync(host, pause, nameof(PauseCrawl), $$"""{ "crawlId": "{{id}}" }""");
        gate.Open();

        (await harness.WaitForEndAsync(id)).State.ShouldBe("Completed");
    }

    [RabbitMqTheory]
    [InlineData("""{ "seeds": null }""", "seeds must not be null")]
    [InlineData("""{ "seeds": [null] }""", "seeds[0] must not be null")]
    [InlineData("""{ "seeds": ["http://a.example/"], "scope": null }""", "scope must not be null")]
    [InlineData(
        """{ "seeds": ["http://a.example/"], "politeness": { "perHost": 0 } }""", "politeness.perHost must be from 1 to 64")]
    public async Task BareSubmissionThatBreaksARule_IsKeptAsAnError(string spec, string reason)
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        await ReadyAsync(host);

        await PublishAsync(host, Guid.NewGuid(), nameof(SubmitCrawl), $$"""
            { "crawlId": "{{Guid.NewGuid()}}", "submittedAt": "2026-11-21T00:00:00Z", "spec": {{spec}} }
            """);

        await IsKeptAsync(host, reason);
        (await harness.RowsAsync<CrawlSaga>()).ShouldBeEmpty();
    }

    [RabbitMqTheory]
    [InlineData(null, true, "must name its type")]
    [InlineData(nameof(CancelCrawl), false, "must have a UUID")]
    public async Task BareCommandWithoutTypeOrId_IsKeptAsAnError(string? type, bool hasId, string reason)
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.StartAsync(host.Settings);
        await ReadyAsync(host);

        await PublishAsync(
            host, hasId ? Guid.NewGuid() : null, type, $$"""{ "crawlId": "{{Guid.NewGuid()}}" }""");

        await IsKeptAsync(host, reason);
        (await harness.RowsAsync<CrawlSaga>()).ShouldBeEmpty();
    }

    private static async Task IsKeptAsync(VirtualHost host, string reason)
    {
        await Eventually.HoldsAsync(async () => await host.CountAsync($"{QueueNames.Crawl}_error") == 1);
        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var kept = await channel.BasicGetAsync($"{QueueNames.Crawl}_error", autoAck: false);
        Text(kept!.BasicProperties.Headers!["MT-Fault-Message"]).ShouldContain(reason);
    }

    private static string Text(object? header) => Encoding.UTF8.GetString((byte[])header!);

    private static Task ReadyAsync(VirtualHost host) =>
        Eventually.HoldsAsync(() => host.HasQueueAsync($"{QueueNames.Crawl}_error"));

    private static async Task PublishAsync(VirtualHost host, Guid? id, string? type, string json)
    {
        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            MessageId = id?.ToString(),
            Headers = type is null ? null : new Dictionary<string, object?> { ["MT-MessageType"] = TypePrefix + type },
        };
        await channel.BasicPublishAsync(
            exchange: "", QueueNames.Crawl, mandatory: true, properties, Encoding.UTF8.GetBytes(json));
    }
}
