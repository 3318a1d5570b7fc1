using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

[Collection(HostCollection.Name)]
public sealed class SqliteWholeSiteTests() : WholeSiteTests(DatabaseProvider.Sqlite);
