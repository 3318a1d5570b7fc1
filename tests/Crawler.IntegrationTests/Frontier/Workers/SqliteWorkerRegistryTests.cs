using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Workers;

public sealed class SqliteWorkerRegistryTests() : WorkerRegistryTests(DatabaseProvider.Sqlite);
