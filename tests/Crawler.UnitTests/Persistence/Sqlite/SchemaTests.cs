using Microsoft.EntityFrameworkCore;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.Sqlite;

public sealed class SchemaTests
{
    [Fact]
    public async Task Migrations_CreateExactlyWhatTheModelSays()
    {
        await using var migrated = new DatabaseFile();
        await using var created = new DatabaseFile();
        await using var migratedContext = migrated.CreateContext();
        await using var createdContext = created.CreateContext();

        await migratedContext.Database.MigrateAsync();
        await createdContext.Database.EnsureCreatedAsync();

        var model = await SchemaOfAsync(createdContext);
        model.Count.ShouldBeGreaterThan(20);
        (await SchemaOfAsync(migratedContext)).ShouldBe(model);
    }

    [Fact]
    public async Task Migrations_AreApplied_AndASecondRunFindsNoneLeft()
    {
        await using var file = new DatabaseFile();
        await using var context = file.CreateContext();
        await context.Database.MigrateAsync();

        (await context.Database.GetPendingMigrationsAsync()).ShouldBeEmpty();
        await context.Database.MigrateAsync();
    }

    private static async Task<List<string>> SchemaOfAsync(DbContext context)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText =
            """
            SELECT name, sql FROM sqlite_master
            WHERE sql IS NOT NULL AND substr(name, 1, 4) <> '__EF' ORDER BY type, name
            """;
        var schema = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            schema.Add(string.Join(' ', reader.GetString(1)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        return schema;
    }
}
