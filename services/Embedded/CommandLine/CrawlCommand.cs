using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler crawl URL…</c>: one crawl, in this process, to its end.</summary>
internal static class CrawlCommand
{
    public static Command Create()
    {
        var options = new CrawlOptions();
        var command = new Command("crawl", "Crawl a site into the data folder, and say how it ended.");
        options.AddTo(command);
        command.SetAction(async parsed =>
        {
            var arguments = options.Read(parsed);
            if (arguments.Output is { } file)
            {
                PageFile.CheckWritable(file);
            }

            using var interrupt = new InterruptSignal();
            return await new CrawlRun(arguments, interrupt).RunAsync();
        });
        return command;
    }
}
