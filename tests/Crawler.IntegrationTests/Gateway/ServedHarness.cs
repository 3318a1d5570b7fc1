using Crawler.Persistence;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Web;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>One served platform and one small web for the tests of a class.</summary>
public class ServedHarness : IAsyncLifetime
{
    private protected virtual DatabaseProvider Database => DatabaseProvider.Sqlite;

    internal EmbeddedHarness Harness { get; private set; } = null!;

    internal FakeWeb Web { get; private set; } = null!;

    internal ApiClient Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Web = await FakeWeb.StartAsync();
        Harness = await EmbeddedHarness.ServeOnAsync(Database);
        Api = new ApiClient(Harness.Address);
    }

    public async Task DisposeAsync()
    {
        Api.Dispose();
        await Harness.DisposeAsync();
        await Web.DisposeAsync();
    }
}
