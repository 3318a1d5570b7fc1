using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;
using Crawler.Gateway.Queries;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler archive list CRAWL-ID</c>: the records of a crawl's stored pages, by number.</summary>
internal static class ArchiveListCommand
{
    public static Command Create()
    {
        var id = SharedOptions.CrawlId();
        var data = SharedOptions.Data();
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var command = new Command("list", "List where the stored pages of a crawl lie.") { id, data, json };
        command.SetAction((parsed, cancellationToken) => ListAsync(
            parsed.GetValue(id), parsed.GetValue(data)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(Guid id, string folder, bool json, CancellationToken cancellationToken)
    {
        await using var reader = await DataReader.OpenAsync(folder);
        await reader.FindAsync(id);
        await reader.Services.UseAsync<PageQueries>(async queries =>
        {
            await using var output = new StreamWriter(Console.OpenStandardOutput());
            if (!json)
            {
                await output.WriteLineAsync(RecordRow.Header);
            }

            await foreach (var page in queries.ReadAllAsync(id, after: 0, cancellationToken))
            {
                if (page.Archive is not null)
                {
                    await output.WriteLineAsync(json ? RecordRow.ToJson(page) : RecordRow.ToText(page));
                }
            }
        });
        return ExitCodes.Completed;
    }
}
