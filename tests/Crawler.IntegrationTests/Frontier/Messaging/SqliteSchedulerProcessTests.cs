using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class SqliteSchedulerProcessTests() : SchedulerProcessTests(DatabaseProvider.Sqlite);
