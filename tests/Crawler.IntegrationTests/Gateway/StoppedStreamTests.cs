using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class StoppedStreamTests
{
    [Fact]
    public async Task ServerThatStops_BreaksAStreamOffInsteadOfEndingIt()
    {
        await using var web = await FakeWeb.StartAsync();
        var site = web.AddSite().Page("/", links: ["/held"]).Page("/held");
        var gate = site.Gate("/held");
        var harness = await EmbeddedHarness.ServeOnAsync(DatabaseProvider.Sqlite);
        using var api = new ApiClient(harness.Address);
        var id = await api.SubmitAsync(CrawlSpecs.Of(site.Url()));
        await gate.WaitUntilRequestedAsync();
        using var response = await api.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"/v1/crawls/{id}/pages?follow=true"),
            HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var first = await reader.ReadLineAsync();
        var stopping = harness.DisposeAsync().AsTask();

        first.ShouldNotBeNull();
        await Should.ThrowAsync<IOException>(() => reader.ReadToEndAsync());
        gate.Open();
        await stopping;
    }
}
