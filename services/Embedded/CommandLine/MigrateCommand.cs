using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;
using Crawler.Persistence;
using Crawler.Persistence.Moving;
using Crawler.Scheduler;
using Crawler.Scheduler.Messages;
using Crawler.Scheduler.Moving;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Crawler.Embedded.CommandLine;

/// <summary>
/// <c>crawler migrate</c>: brings a database up to date, or with <c>--to</c> moves a data folder's crawls to another.
/// </summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var to = new Option<string?>("--to")
        {
            Description = "Move the crawls of the data folder to this PostgreSQL database, which holds none: "
                + "Host=…;Database=…;Username=… (the password may come from PGPASSWORD).",
            HelpName = "CONNECTION",
        };
        var command = new Command(
            "migrate", "Bring the tables of the database up to date: the one of the settings, or of the data folder.")
        {
            data, to,
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(to) is { } connection
            ? MoveAsync(parsed.GetValue(data)!, connection, cancellationToken)
            : MigrateAsync(parsed.GetValue(data)!, cancellationToken));
        return command;
    }

    /// <summary>
    /// Makes or changes the tables, and returns the data folder that has them; null where it is a server's database.
    /// </summary>
    public static async Task<string?> UpdateAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = CrawlerBuilder.CreateHeadless([]);
        builder.Host.Logging.ClearProviders();
        var isFile = builder.DatabaseProvider() == DatabaseProvider.Sqlite;
        using var data = isFile ? DataFolder.Open(folder) : null;
        builder.Host.Configuration.AddInMemoryCollection(data?.Settings(builder.Configuration) ?? []);
        builder.AddScheduledMessageTables();
        using var host = builder.Build();
        await EmbeddedHost.ExplainAsync(() => host.Services.MigrateSchemaAsync(cancellationToken));
        return data?.Path;
    }

    private static async Task<int> MigrateAsync(string folder, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(await UpdateAsync(folder, cancellationToken) is { } path
            ? $"The tables in {path} are up to date."
            : "The tables of the database are up to date.");
        return ExitCodes.Completed;
    }

    private static async Task<int> MoveAsync(string folder, string connection, CancellationToken cancellationToken)
    {
        if (!File.Exists(DataFolder.DatabaseOf(folder)))
        {
            throw new UsageException($"--data: there is no crawl in '{folder}'.");
        }

        using var data = DataFolder.Open(folder);
        var builder = CrawlerBuilder.CreateHeadless([]);
        builder.Host.Logging.ClearProviders();
        builder.Host.Configuration.AddInMemoryCollection(
        [
            .. data.Settings(builder.Configuration), new("Database:Provider", nameof(DatabaseProvider.PostgreSql)),
            new("PostgreSql:ConnectionString", connection), new("Messaging:Transport", "InMemory"),
        ]);
        builder.AddScheduler();
        using var host = builder.Build();
        MovedRows? moved = null;
        try
        {
            await EmbeddedHost.ExplainAsync(async () => moved = await host.Services.MoveAsync(
                DataFolder.DatabaseOf(folder), DataFolder.MessagesOf(folder), cancellationToken));
        }
        catch (MoveRefusedException e)
        {
            throw new UsageException($"--to: {e.Message}");
        }

        MoveSummary.Write(moved!, data.Path, DataFolder.ArchiveOf(data.Path, builder.Configuration), Console.Out);
        return ExitCodes.Completed;
    }
}
