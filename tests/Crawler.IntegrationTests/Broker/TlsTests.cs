using Crawler.IntegrationTests.Crawls;
using Crawler.TestKit.Brokers;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker;

[Collection(HostCollection.Name)]
public sealed class TlsTests(RabbitMqServer broker)
{
    [OwnRabbitMqFact]
    public async Task CertificateOfAGivenAuthority_IsTrusted()
    {
        var host = await broker.AddVirtualHostAsync();
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/");
        await using var harness = await EmbeddedHarness.StartAsync(
        [
            .. host.Settings, "Messaging:RabbitMq:Tls=true", $"Messaging:RabbitMq:Port={broker.TlsPort}",
            "Messaging:RabbitMq:TlsServerName=broker.example", $"Messaging:RabbitMq:TlsAuthorityFile={broker.AuthorityFile}",
        ]);

        (await harness.CrawlAsync(CrawlSpecs.Of(site.Url()))).State.ShouldBe("Completed");
    }
}
