namespace Crawler.IntegrationTests.Frontier;

public sealed class PostgreSqlFrontierTests : FrontierTests
{
    private protected override int Histories => 12;

    private protected override async Task<FrontierDatabase> CreateDatabaseAsync(TimeProvider time) =>
        await PostgreSqlFrontierDatabase.CreateAsync(time);
}
