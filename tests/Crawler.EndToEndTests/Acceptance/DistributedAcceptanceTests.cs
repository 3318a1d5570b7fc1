using Crawler.EndToEndTests.Distributed;
using Crawler.TestKit.Platforms;

using Xunit;

namespace Crawler.EndToEndTests.Acceptance;

/// <summary>Separate services on RabbitMQ and PostgreSQL, with three downloaders.</summary>
[Collection(DistributedCollection.Name)]
public sealed class DistributedAcceptanceTests(PlatformPool pool) : AcceptanceTests
{
    private protected override async Task<CrawlPlatform> UseAsync() => await pool.UseAsync(Options);
}
