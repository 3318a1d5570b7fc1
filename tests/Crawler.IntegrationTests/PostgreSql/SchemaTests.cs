using Crawler.Persistence;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.TestKit.Databases;
using Crawler.TestKit.Waiting;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

using Shouldly;

using Xunit;

namespace Crawler.IntegrationTests.PostgreSql;

public sealed class SchemaTests : IAsyncLifetime
{
    private PostgreSqlTestDatabase _empty = null!;
    private PostgreSqlTestDatabase _migrated = null!;
    private ServiceProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _empty = await PostgreSqlTestDatabase.CreateEmptyAsync();
        _migrated = await PostgreSqlTestDatabase.CreateAsync();
        _provider = ProviderOf(_empty);
    }

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        await _empty.DisposeAsync();
        await _migrated.DisposeAsync();
    }

    [Fact]
    public async Task Migrations_CreateExactlyWhatTheModelSays()
    {
        await using var scope = _provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Database.EnsureCreatedAsync();

        var model = await SchemaOfAsync(_empty);

        model.Split('\n').Length.ShouldBeGreaterThan(100);
        (await SchemaOfAsync(_migrated)).ShouldBe(model);
    }

    [Fact]
    public async Task ManyProcessesThatStartAtOnce_MigrateOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            MigrationOf(_provider, migrate: true).StartAsync(CancellationToken.None))));

        (await SchemaOfAsync(_empty)).ShouldBe(await SchemaOfAsync(_migrated));
        (await _empty.ExecuteAsync("""SELECT count(*) FROM "__EFMigrationsHistory" """)).ShouldBe(1L);
    }

    [Fact]
    public async Task ProcessThatDoesNotMigrate_WaitsUntilAnotherHas()
    {
        var waits = MigrationOf(_provider, migrate: false).StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(async () => (bool)(await _empty.ExecuteAsync(
            """
            SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%__EFMigrationsHistory%')
            """))!);
        waits.IsCompleted.ShouldBeFalse();

        await MigrationOf(_provider, migrate: true).StartAsync(CancellationToken.None);

        await waits.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task SchemaThatNobodyMakes_FailsTheStartInTime()
    {
        var migration = MigrationOf(_provider, migrate: false, TimeSpan.FromSeconds(1));

        var failure = await Should.ThrowAsync<TimeoutException>(() => migration.StartAsync(CancellationToken.None));

        failure.Message.ShouldContain("has not been given its schema");
    }

    private static SchemaMigration MigrationOf(IServiceProvider provider, bool migrate, TimeSpan? timeout = null) => new(
        provider.GetRequiredService<IServiceScopeFactory>(),
        provider.GetRequiredService<PostgreSqlDatabase>(),
        [],
        TimeProvider.System,
        Options.Create(new DatabaseOptions { Migrate = migrate, StartTimeout = timeout ?? TimeSpan.FromMinutes(1) }),
        NullLogger<SchemaMigration>.Instance);

    private static ServiceProvider ProviderOf(PostgreSqlTestDatabase database)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new PostgreSqlDatabase(
            new PostgreSqlOptions { ConnectionString = database.ConnectionString }, TimeProvider.System,
            new OutboxSignal(), new ProcessInstance(), MessagingTransport.InMemory));
        services.AddDbContext<CrawlerDbContext, PostgreSqlCrawlerDbContext>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredService<PostgreSqlDatabase>().CreateConnection(), contextOwnsConnection: true)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        return services.BuildServiceProvider();
    }

    private static async Task<string> SchemaOfAsync(PostgreSqlTestDatabase database) => (string)(await database.ExecuteAsync(
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default,
                is_identity, identity_generation) AS line
            FROM information_schema.columns WHERE table_schema = 'public' AND left(table_name, 4) <> '__EF'
            UNION ALL
            SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND left(tablename, 4) <> '__EF') AS lines
        """))!;
}
