using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;
using Crawler.Gateway.Queries;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler export CRAWL-ID</c>: the stored pages of a crawl, as lines.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var id = SharedOptions.CrawlId();
        var data = SharedOptions.Data();
        var output = new Option<string?>("--output")
        {
            Description = "The file to write; standard output without it.",
            HelpName = "FILE",
        };
        var format = SharedOptions.Choice<PageFormat>("--format", "How the pages are listed.");
        var command = new Command("export", "List a crawl's stored pages.") { id, data, output, format };
        command.SetAction(parsed => ExportAsync(
            parsed.GetValue(id), parsed.GetValue(data)!, parsed.GetValue(output), parsed.GetValue(format)));
        return command;
    }

    private static async Task<int> ExportAsync(Guid id, string folder, string? file, PageFormat format)
    {
        if (file is not null)
        {
            PageFile.CheckWritable(file);
        }

        await using var reader = await DataReader.OpenAsync(folder);
        await reader.FindAsync(id);
        await reader.Services.UseAsync<PageQueries>(async queries =>
        {
            var pages = queries.ReadAllAsync(id, after: 0, CancellationToken.None);
            if (file is not null)
            {
                await PageFile.WriteAsync(file, format, pages);
                return;
            }

            await using var output = Console.OpenStandardOutput();
            await PageFile.WriteAsync(output, format, pages);
        });
        return ExitCodes.Completed;
    }
}
