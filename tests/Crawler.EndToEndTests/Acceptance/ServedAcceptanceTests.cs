using Crawler.TestKit.Platforms;

using Xunit;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>One process: <c>crawler serve</c>, SQLite, messages in memory.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ServedAcceptanceTests(ServedAcceptanceTests.Fixture fixture)
    : AcceptanceTests, IClassFixture<ServedAcceptanceTests.Fixture>
{
    private protected override Task<CrawlPlatform> UseAsync() => Task.FromResult<CrawlPlatform>(fixture.Platform);

    /// <summary>The platform of all tests of the class.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        internal ServedPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync() => Platform = await ServedPlatform.StartAsync(Options);

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }
}
