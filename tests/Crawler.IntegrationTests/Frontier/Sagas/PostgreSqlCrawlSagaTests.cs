using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Sagas;

public sealed class PostgreSqlCrawlSagaTests() : CrawlSagaTests(DatabaseProvider.PostgreSql);
