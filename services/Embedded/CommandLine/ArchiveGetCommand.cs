using System.CommandLine;

using Crawler.Embedded.Output;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler archive get CRAWL-ID PAGE</c>: one stored page, or the record that holds it.</summary>
internal static class ArchiveGetCommand
{
    public static Command Create()
    {
        var id = SharedOptions.CrawlId();
        var page = new Argument<string>("PAGE") { Description = "The page's URL, or its number as list shows it." };
        var data = SharedOptions.Data();
        var raw = new Option<bool>("--raw")
        {
            Description = "The WARC record itself, uncompressed, instead of the decoded body.",
        };
        var output = new Option<string?>("--output")
        {
            Description = "The file to write; standard output without it.",
            HelpName = "FILE",
        };
        var command = new Command("get", "Write a stored page's body, decoded.") { id, page, data, raw, output };
        command.SetAction((parsed, cancellationToken) => GetAsync(
            parsed.GetValue(id), parsed.GetValue(page)!, parsed.GetValue(data)!, parsed.GetValue(raw),
            parsed.GetValue(output), cancellationToken));
        return command;
    }

    private static async Task<int> GetAsync(
        Guid id, string page, string folder, bool raw, string? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            PageFile.CheckWritable(file);
        }

        await using var reader = await DataReader.OpenAsync(folder);
        await reader.FindAsync(id);
        await using var archive = new ArchivedPages(reader);
        var stored = await archive.FindAsync(id, page, cancellationToken);
        await using var content = raw
            ? await archive.OpenRecordAsync(stored)
            : await archive.OpenBodyAsync(id, stored, cancellationToken);
        try
        {
            await WriteAsync(content, file, cancellationToken);
            return ExitCodes.Completed;
        }
        catch (InvalidDataException e)
        {
            throw new UsageException($"PAGE: the body of '{stored.Url}' cannot be read: {e.Message}");
        }
    }

    private static async Task WriteAsync(Stream content, string? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            await using var output = Console.OpenStandardOutput();
            await content.CopyToAsync(output, cancellationToken);
            return;
        }

        var draft = $"{file}.{Environment.ProcessId}.part";
        try
        {
            await using (var output = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await content.CopyToAsync(output, cancellationToken);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output: '{file}' could not be written: {e.Message}");
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
