using System.CommandLine;
using System.Text.Json;

using Crawler.Embedded.Output;
using Crawler.ServiceDefaults.Serialization;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler show CRAWL-ID</c>: how one crawl stands.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = SharedOptions.CrawlId();
        var data = SharedOptions.Data();
        var json = new Option<bool>("--json") { Description = "Print everything that is known as one JSON object." };
        var command = new Command("show", "Show how a crawl of the data folder stands.") { id, data, json };
        command.SetAction(parsed => ShowAsync(parsed.GetValue(id), parsed.GetValue(data)!, parsed.GetValue(json)));
        return command;
    }

    private static async Task<int> ShowAsync(Guid id, string folder, bool json)
    {
        await using var reader = await DataReader.OpenAsync(folder);
        var crawl = await reader.FindAsync(id);
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(crawl, CrawlerJson.Options));
        }
        else
        {
            Summary.WriteTable(crawl, Console.Out);
        }

        return ExitCodes.Completed;
    }
}
