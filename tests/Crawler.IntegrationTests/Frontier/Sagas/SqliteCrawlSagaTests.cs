using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Sagas;

public sealed class SqliteCrawlSagaTests() : CrawlSagaTests(DatabaseProvider.Sqlite);
