using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Crawls;

[Collection(HostCollection.Name)]
public sealed class SqliteScopeTests() : ScopeTests(DatabaseProvider.Sqlite);
