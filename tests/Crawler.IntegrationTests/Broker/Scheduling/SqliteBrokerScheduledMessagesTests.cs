using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Brokers;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

[Collection(HostCollection.Name)]
public sealed class SqliteBrokerScheduledMessagesTests(RabbitMqServer broker)
    : BrokerScheduledMessagesTests(broker, DatabaseProvider.Sqlite);
