using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlSteeringTests(PostgreSqlServedHarness served)
    : SteeringTests(served), IClassFixture<PostgreSqlServedHarness>;
