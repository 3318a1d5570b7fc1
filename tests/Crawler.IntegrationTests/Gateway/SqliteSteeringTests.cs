using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway;

[Collection(HostCollection.Name)]
public sealed class SqliteSteeringTests(ServedHarness served)
    : SteeringTests(served), IClassFixture<ServedHarness>;
