using System.Text;

using Crawler.Gateway.Queries;
using Crawler.Gateway.Rows;

namespace Crawler.Embedded.Output;

/// <summary>Lists stored pages in a file, which appears whole or not at all.</summary>
internal static class PageFile
{
    /// <summary>Refuses a file that could not be written at the end.</summary>
    public static void CheckWritable(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"--output: the folder of '{file}' does not exist.");
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"--output: '{file}' is a folder.");
        }
    }

    public static async Task WriteAsync(string file, PageFormat format, IAsyncEnumerable<StoredPage> pages)
    {
        var draft = $"{file}.{Environment.ProcessId}.part";
        try
        {
            await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await WriteAsync(stream, format, pages);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new UsageException($"--output: '{file}' could not be written: {e.Message}");
        }
    }

    public static async Task WriteAsync(Stream stream, PageFormat format, IAsyncEnumerable<StoredPage> pages)
    {
        await using var writer = new StreamWriter(
            stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        writer.NewLine = format == PageFormat.Csv ? "\r\n" : "\n";
        if (format == PageFormat.Csv)
        {
            await writer.WriteLineAsync(PageRow.CsvHeader);
        }

        await foreach (var page in pages)
        {
            await writer.WriteLineAsync(format == PageFormat.Csv ? PageRow.ToCsv(page) : PageRow.ToJson(page));
        }
    }
}
