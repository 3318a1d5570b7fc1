using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

[Collection(HostCollection.Name)]
public sealed class SqliteInMemoryScheduledMessagesTests() : InMemoryScheduledMessagesTests(DatabaseProvider.Sqlite);
