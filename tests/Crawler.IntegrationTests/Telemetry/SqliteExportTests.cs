using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;

using Xunit;

namespace Crawler.IntegrationTests.Telemetry;

[Collection(HostCollection.Name)]
public sealed class SqliteExportTests() : ExportTests(DatabaseProvider.Sqlite);
