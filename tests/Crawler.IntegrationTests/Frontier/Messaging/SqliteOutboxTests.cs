using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class SqliteOutboxTests() : OutboxTests(DatabaseProvider.Sqlite);
