using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlCrawlsApiTests(PostgreSqlServedHarness served)
    : CrawlsApiTests(served), IClassFixture<PostgreSqlServedHarness>;
