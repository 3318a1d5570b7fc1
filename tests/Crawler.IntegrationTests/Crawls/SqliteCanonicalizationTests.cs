using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

[Collection(HostCollection.Name)]
public sealed class SqliteCanonicalizationTests() : CanonicalizationTests(DatabaseProvider.Sqlite);
