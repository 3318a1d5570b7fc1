namespace Crawler.IntegrationTests.Frontier;

public sealed class SqliteFrontierTests : FrontierTests
{
    private protected override async Task<FrontierDatabase> CreateDatabaseAsync(TimeProvider time) =>
        await SqliteFrontierDatabase.CreateAsync(time);
}
