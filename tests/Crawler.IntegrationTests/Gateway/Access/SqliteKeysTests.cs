using Crawler.IntegrationTests.Crawls;

using Xunit;

namespace Crawler.IntegrationTests.Gateway.Access;

[Collection(HostCollection.Name)]
public sealed class SqliteKeysTests(GuardedHarness guarded) : KeysTests(guarded), IClassFixture<GuardedHarness>;
