using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Workers;

public sealed class PostgreSqlWorkerRegistryTests() : WorkerRegistryTests(DatabaseProvider.PostgreSql);
