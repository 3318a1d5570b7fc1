using System.CommandLine;
using System.Globalization;

using Crawler.Embedded.Output;

using Spectre.Console;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler list</c>: the crawls of a data folder.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command("list", "List the crawls of the data folder, newest first.") { data };
        command.SetAction(parsed => ListAsync(parsed.GetValue(data)!));
        return command;
    }

    private static async Task<int> ListAsync(string folder)
    {
        await using var reader = await DataReader.OpenAsync(folder);
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("Crawl").NoWrap())
            .AddColumns("Submitted (UTC)", "State", "Reason", "Pages", "First seed");
        await foreach (var crawl in reader.ListAsync())
        {
            table.AddRow(
                crawl.Id.ToString(),
                crawl.SubmittedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                crawl.State,
                crawl.EndReason?.ToString() ?? "",
                crawl.LastSeq.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(crawl.Spec.Seeds[0]));
        }

        Consoles.For(Console.Out).Write(table);
        return ExitCodes.Completed;
    }
}
