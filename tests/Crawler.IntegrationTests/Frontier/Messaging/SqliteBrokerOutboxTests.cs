using Crawler.Persistence;

namespace Crawler.IntegrationTests.Frontier.Messaging;

public sealed class SqliteBrokerOutboxTests() : BrokerOutboxTests(DatabaseProvider.Sqlite);
