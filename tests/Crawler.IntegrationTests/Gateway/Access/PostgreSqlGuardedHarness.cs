using Crawler.Persistence;

namespace Crawler.IntegrationTests.Gateway.Access;

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgreSqlGuardedHarness : GuardedHarness
{
    private protected override DatabaseProvider Database => DatabaseProvider.PostgreSql;
}
