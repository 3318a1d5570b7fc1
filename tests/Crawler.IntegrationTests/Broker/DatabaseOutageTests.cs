using System.Text;

using Crawler.Contracts.V1.Crawls;
using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.Scheduler.Sagas;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Npgsql;

using RabbitMQ.Client;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>A database that is away while messages come for those who need it.</summary>
[Collection(HostCollection.Name)]
public sealed class DatabaseOutageTests(RabbitMqServer broker)
{
    /// <summary>How the log ends where a command has failed more often than anything else would be tried.</summary>
    private static readonly string Beyond = $"{1 + CrawlSagaDefinition.RetryPauses.Length} times in a row";

    [OwnRabbitMqFact]
    public async Task CommandWhileTheDatabaseIsAway_ActsWhenItIsBack_AndNothingIsGivenUp()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var server = await PostgreSqlServer.StartAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite();
        site.Generate(1_000);
        await using var harness = await EmbeddedHarness.StartAsync(
        [
            .. host.Settings, "Messaging:Redeliveries=0", "Database:Provider=PostgreSql",
            $"Logging:LogLevel:{typeof(OutageLog).FullName}=Debug",
            $"PostgreSql:ConnectionString={server.ConnectionStringOf("postgres")}",
        ]);
        var id = await harness.SubmitAsync(CrawlSpecs.Of(site.Url()).Every(TimeSpan.FromMilliseconds(50)));
        await harness.WaitForAsync(id, status => status.Counts.Fetched > 10);

        await server.KillAsync();
        await CancelAsync(host, id);
        await Eventually.HoldsAsync(
            () => harness.Log.Details.Any(line => line.Contains($"/{QueueNames.Crawl} ") && line.Contains(Beyond)),
            TimeSpan.FromSeconds(60));
        await server.RestartAsync();

        await Eventually.HoldsAsync(async () => await StateAsync(harness, id) == "Cancelled", TimeSpan.FromSeconds(60));
        foreach (var queue in QueueNames.Shared.Where(name => name != QueueNames.WorkerHeartbeat))
        {
            (await host.CountAsync($"{queue}_error")).ShouldBe(0u, queue);
        }
    }

    private static async Task CancelAsync(VirtualHost host, Guid crawlId)
    {
        await using var connection = await host.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            MessageId = $"{Guid.NewGuid()}",
            Headers = new Dictionary<string, object?>
            {
                ["MT-MessageType"] = $"urn:message:Crawler.Contracts.V1.Crawls:{nameof(CancelCrawl)}",
            },
        };
        await channel.BasicPublishAsync(
            exchange: "", QueueNames.Crawl, mandatory: true, properties,
            Encoding.UTF8.GetBytes($$"""{ "crawlId": "{{crawlId}}" }"""));
    }

    private static async Task<string?> StateAsync(EmbeddedHarness harness, Guid crawlId)
    {
        try
        {
            return (await harness.StatusAsync(crawlId)).State;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            // A connection of the pool that the server has cut.
            return null;
        }
    }
}
