using Crawler.Persistence;

namespace Crawler.IntegrationTests.Gateway;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgreSqlServedHarness : ServedHarness
{
    private protected override DatabaseProvider Database => DatabaseProvider.PostgreSql;
}
