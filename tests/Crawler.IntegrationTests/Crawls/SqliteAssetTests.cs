using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

[Collection(HostCollection.Name)]
public sealed class SqliteAssetTests() : AssetTests(DatabaseProvider.Sqlite);
