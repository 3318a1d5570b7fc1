using Crawler.IntegrationTests.Crawls;
using Crawler.Persistence;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Npgsql;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

[Collection(HostCollection.Name)]
public sealed class PostgreSqlInMemoryScheduledMessagesTests()
    : InMemoryScheduledMessagesTests(DatabaseProvider.PostgreSql)
{
    private const string User = "crawler_without_ddl";

    [Fact]
    public async Task ProcessThatDoesNotMigrate_NeedsNoRightToMakeTables()
    {
        var database = (PostgreSqlTestDatabase)Database;
        await using (await StartAsync())
        {
        }

        await database.ExecuteAsync(
            $"""
            DO $$ BEGIN CREATE ROLE {User} LOGIN PASSWORD '{User}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT USAGE ON SCHEMA public TO {User};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {User};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {User};
            """);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = User, Password = User };

        await using var host = await StartAsync(
            "Database:Migrate=false", $"PostgreSql:ConnectionString={connection.ConnectionString}");
        await host.SendAsync(new Note(NoteConsumer.Recovering));

        await Eventually.HoldsAsync(() => host.Seen.All.Count == 3);
    }

    [Fact]
    public async Task ProcessThatDoesNotMigrate_WaitsForTheTablesOfWaitingMessages()
    {
        var failure = await Should.ThrowAsync<TimeoutException>(
            () => StartAsync("Database:Migrate=false", "Database:StartTimeout=1s"));

        failure.Message.ShouldContain("has not been given its schema");
    }
}
