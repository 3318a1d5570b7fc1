using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class SqliteCrawlsApiTests(ServedHarness served)
    : CrawlsApiTests(served), IClassFixture<ServedHarness>;
