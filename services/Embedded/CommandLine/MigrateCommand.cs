using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Persistence;
using Crawler.Scheduler.Messages;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler migrate</c>: brings a database up to date, and does nothing else.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command(
            "migrate", "Bring the tables of the database up to date: the one of the settings, or of the data folder.")
        {
            data,
        };
        command.SetAction((parsed, cancellationToken) => MigrateAsync(parsed.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> MigrateAsync(string folder, CancellationToken cancellationToken)
    {
        var builder = CrawlerBuilder.CreateHeadless([]);
        builder.Host.Logging.ClearProviders();
        var isFile = builder.DatabaseProvider() == DatabaseProvider.Sqlite;
        using var data = isFile ? DataFolder.Open(folder) : null;
        builder.Host.Configuration.AddInMemoryCollection(data?.Settings() ?? []);
        builder.AddScheduledMessageTables();
        using var host = builder.Build();
        await EmbeddedHost.ExplainAsync(() => host.Services.MigrateSchemaAsync(cancellationToken));
        await Console.Out.WriteLineAsync(isFile
            ? $"The tables in {data!.Path} are up to date."
            : "The tables of the database are up to date.");
        return ExitCodes.Completed;
    }
}
