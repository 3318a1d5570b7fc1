using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlKeysTests(PostgreSqlGuardedHarness guarded)
    : KeysTests(guarded), IClassFixture<PostgreSqlGuardedHarness>;
