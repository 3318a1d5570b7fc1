using System.CommandLine;
using System.Globalization;

using Crawler.Scheduler.Indexing;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler archive index CRAWL-ID</c>: writes the CDXJ indexes of a crawl anew, whatever its state.</summary>
internal static class ArchiveIndexCommand
{
    public static Command Create()
    {
        var id = SharedOptions.CrawlId();
        var data = SharedOptions.Data();
        var command = new Command("index", "Write the CDXJ indexes beside a crawl's WARC files.") { id, data };
        command.SetAction((parsed, cancellationToken) =>
            IndexAsync(parsed.GetValue(id), parsed.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> IndexAsync(Guid id, string folder, CancellationToken cancellationToken)
    {
        await using var reader = await DataReader.OpenAsync(folder);
        await reader.FindAsync(id);
        try
        {
            var (files, captures) = await reader.Services.GetRequiredService<ArchiveIndex>().WriteAsync(
                id, cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{files} indexes, {captures} captures"));
            return ExitCodes.Completed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--data: the indexes cannot be written: {e.Message}");
        }
    }
}
