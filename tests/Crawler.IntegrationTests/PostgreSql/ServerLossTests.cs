using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

/// <summary>The server is killed and comes back.</summary>
public sealed class ServerLossTests
{
    [Fact]
    public async Task KilledServer_IsNotReady_AndIsAgainOnceItIsBack_WithAllThatWasCommitted()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = new PostgreSqlDatabase(
            new PostgreSqlOptions { ConnectionString = server.ConnectionStringOf("postgres") }, TimeProvider.System,
            new OutboxSignal(), new ProcessInstance(), MessagingTransport.InMemory);
        await using (var context = ContextOf(database))
        {
            await context.Database.MigrateAsync();
        }

        await PublishAsync(database);
        (await HealthAsync(database)).ShouldBe(HealthStatus.Healthy);

        await server.KillAsync();
        (await HealthAsync(database)).ShouldBe(HealthStatus.Unhealthy);
        var failure = await Should.ThrowAsync<Exception>(() => PublishAsync(database));
        database.IsUnavailable(failure).ShouldBeTrue();

        await server.RestartAsync();
        await Eventually.HoldsAsync(
            async () => await HealthAsync(database) == HealthStatus.Healthy, TimeSpan.FromSeconds(30));
        await using var read = ContextOf(database);
        (await read.Set<OutboxMessage>().CountAsync()).ShouldBe(1);
    }

    private static async Task PublishAsync(PostgreSqlDatabase database)
    {
        await using var transaction = await database.BeginWriteAsync(CancellationToken.None);
        transaction.Publish(new PauseCrawl { CrawlId = Guid.NewGuid() });
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>As the probe sees it, to which a check that throws is unhealthy.</summary>
    private static async Task<HealthStatus> HealthAsync(PostgreSqlDatabase database)
    {
        try
        {
            var check = new DatabaseHealth(database, TimeProvider.System);
            return (await check.CheckHealthAsync(new HealthCheckContext())).Status;
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            return HealthStatus.Unhealthy;
        }
    }

    private static PostgreSqlCrawlerDbContext ContextOf(PostgreSqlDatabase database) => new(
        new DbContextOptionsBuilder<PostgreSqlCrawlerDbContext>()
            .UseNpgsql(database.CreateConnection(), contextOwnsConnection: true)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options);
}
