using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>One served platform and one small web for the tests of a class.</summary>
public sealed class ServedHarness : IAsyncLifetime
{
    internal EmbeddedHarness Harness { get; private set; } = null!;

    internal FakeWeb Web { get; private set; } = null!;

    internal ApiClient Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Web = await FakeWeb.StartAsync();
        Harness = await EmbeddedHarness.ServeAsync();
        Api = new ApiClient(Harness.Address);
    }

    public async Task DisposeAsync()
    {
        Api.Dispose();
        await Harness.DisposeAsync();
        await Web.DisposeAsync();
    }
}
