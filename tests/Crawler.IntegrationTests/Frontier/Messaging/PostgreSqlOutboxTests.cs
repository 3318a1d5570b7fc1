using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class PostgreSqlOutboxTests() : OutboxTests(DatabaseProvider.PostgreSql);
