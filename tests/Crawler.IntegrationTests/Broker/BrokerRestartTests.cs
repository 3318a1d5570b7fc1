using Crawler.IntegrationTests.Crawls;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Waiting;
using Crawler.TestKit.Web;

using Microsoft.Extensions.DependencyInjection;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

/// <summary>A broker that dies and comes back.</summary>
[Collection(HostCollection.Name)]
public sealed class BrokerRestartTests(RabbitMqServer broker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [OwnRabbitMqFact]
    public async Task BrokerKilledInTheMiddleOfACrawl_EveryPageIsStoredOnce()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var sites = Enumerable.Range(0, 5).Select(_ => web.AddSite()).ToArray();
        var urls = sites.SelectMany(site => site.Generate(100).Urls).ToList();
        await using var harness = await EmbeddedHarness.StartAsync([.. host.Settings, "Frontier:LeaseTime=10s"]);
        var id = await harness.SubmitAsync(
            CrawlSpecs.Of([.. sites.Select(site => site.Url())]).Every(TimeSpan.FromMilliseconds(20)));
        await harness.WaitForAsync(id, status => status.Counts.Fetched > 100);

        await broker.KillAsync();
        await broker.StartAgainAsync();

        (await harness.WaitForEndAsync(id, Patience)).State.ShouldBe("Completed");
        (await harness.PagesAsync(id)).Select(page => page.Url).ShouldBe(urls, ignoreOrder: true);
        StoredCrawl.Read(harness.DatabaseFile).ShouldBeWhole();
    }

    [OwnRabbitMqFact]
    public async Task ProcessWithoutItsBroker_IsAliveAndNotReadyUntilItIsBack()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var harness = await EmbeddedHarness.ServeAsync(host.Settings);
        using var client = new HttpClient { BaseAddress = harness.Address };
        await Eventually.HoldsAsync(() => AnswersAsync(client, "/health/ready", 200));

        await broker.KillAsync();
        await Eventually.HoldsAsync(() => AnswersAsync(client, "/health/ready", 503));
        (await AnswersAsync(client, "/health/live", 200)).ShouldBeTrue();
        await broker.StartAgainAsync();

        await Eventually.HoldsAsync(() => AnswersAsync(client, "/health/ready", 200), TimeSpan.FromSeconds(30));
    }

    /// <summary>The client has made another connection, and has told nobody: this is what is seen of that.</summary>
    [RabbitMqFact]
    public async Task EndpointsLeftOnADeadConnection_EndTheProcessWithAnError()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var connections = new BrokerConnections(TimeProvider.System);
        await using var harness = await EmbeddedHarness.StartAsync(
            builder => builder.Services.AddSingleton(connections),
            [.. host.Settings, "Messaging:RabbitMq:ContinuationTimeout=1s", "Messaging:HeartbeatInterval=500ms"]);
        try
        {
            await harness.CrawlAsync(CrawlSpecs.Of(web.AddSite().Url()));

            connections.Connecting();

            await Eventually.HoldsAsync(() => Environment.ExitCode == 1, TimeSpan.FromSeconds(30));
            harness.Log.Errors.ShouldContain(error => error.Contains("was left on a connection", StringComparison.Ordinal));
        }
        finally
        {
            Environment.ExitCode = 0;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path, int status)
    {
        using var answer = await client.GetAsync(path);
        return (int)answer.StatusCode == status;
    }
}
