using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class PostgreSqlSchedulerProcessTests() : SchedulerProcessTests(DatabaseProvider.PostgreSql);
