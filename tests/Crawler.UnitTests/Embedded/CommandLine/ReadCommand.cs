using System.CommandLine;

using Crawler.Embedded;
using Crawler.Embedded.CommandLine;
using Crawler.Embedded.Crawling;

using Shouldly;

namespace Crawler.UnitTests.Embedded.CommandLine;

/// <summary>Reads the arguments of <c>crawl</c> as the command does, and stops before anything is done.</summary>
internal static class ReadCommand
{
    public static CrawlArguments Of(params string[] arguments)
    {
        var options = new CrawlOptions();
        var command = new Command("crawl");
        options.AddTo(command);
        var parsed = new RootCommand { command }.Parse(["crawl", .. arguments]);
        return parsed.Errors is [var error, ..] ? throw new UsageException(error.Message) : options.Read(parsed);
    }

    /// <summary>The sentence with which the arguments are refused.</summary>
    public static string Refusal(params string[] arguments) => Should.Throw<UsageException>(() => Of(arguments)).Message;
}
