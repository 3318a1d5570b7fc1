using System.CommandLine;

using Microsoft.Extensions.Options;

namespace Crawler.Embedded.CommandLine;

/// <summary>The <c>crawler</c> command: <c>crawl</c>, <c>serve</c>, <c>list</c>, <c>show</c>, <c>export</c>,
/// <c>archive</c>, <c>migrate</c>, <c>keys</c>.</summary>
internal static class CrawlerCommand
{
    /// <summary>Runs the command and returns the exit code. What a user did wrong is told in one sentence.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Crawls sites politely and durably, and says how each crawl ended.")
        {
            CrawlCommand.Create(), ServeCommand.Create(), ListCommand.Create(), ShowCommand.Create(),
            ExportCommand.Create(), ArchiveCommand.Create(), MigrateCommand.Create(), KeysCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors is [var error, ..])
        {
            await Console.Error.WriteLineAsync(error.Message);
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Usage;
        }
        catch (OptionsValidationException e)
        {
            // A setting that is read before the host starts, to which the rest of them is a usage error too.
            await Console.Error.WriteLineAsync(string.Join(" ", e.Failures));
            return ExitCodes.Usage;
        }
    }
}
