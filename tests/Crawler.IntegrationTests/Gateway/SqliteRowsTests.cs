using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class SqliteRowsTests(ServedHarness served)
    : RowsTests(served), IClassFixture<ServedHarness>;
