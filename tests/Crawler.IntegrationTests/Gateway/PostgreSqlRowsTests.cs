using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlRowsTests(PostgreSqlServedHarness served)
    : RowsTests(served), IClassFixture<PostgreSqlServedHarness>;
