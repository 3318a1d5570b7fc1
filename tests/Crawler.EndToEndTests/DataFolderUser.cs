using System.Text.Json;

using Crawler.TestKit;
using Crawler.TestKit.Hosts;
using Crawler.TestKit.Processes;

using Shouldly;

namespace Crawler.EndToEndTests;

/// <summary>Runs <c>crawler</c> commands on one data folder, as a person at a shell would.</summary>
internal sealed class DataFolderUser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.File("data");

    public string DatabaseFile => _folder.File("data", "crawler.db");

    public string ArchiveFolder => _folder.File("data", "archive");

    /// <summary>A path beside the data.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Starts a command on the folder, with loopback allowed where the command dials.</summary>
    public CrawlerProcess Start(string command, params string[] arguments) =>
        CrawlerProcess.Start([command, .. arguments, "--data", Path, .. DialArguments(command)]);

    /// <summary>Runs a command to its end.</summary>
    public async Task<EndedCommand> RunAsync(string command, params string[] arguments)
    {
        await using var process = Start(command, arguments);
        return await EndAsync(process);
    }

    public static async Task<EndedCommand> EndAsync(CrawlerProcess process)
    {
        var code = await process.WaitForExitAsync(Patience);
        return new EndedCommand(code, process.Output, process.Errors);
    }

    public StoredCrawl ReadCrawl() => StoredCrawl.Read(DatabaseFile);

    public void Dispose() => _folder.Dispose();

    private static string[] DialArguments(string command) =>
        command is "crawl" or "serve" ? ["--allow-address", "127.0.0.0/8"] : [];
}

/// <summary>A command that has ended.</summary>
internal sealed record EndedCommand(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)
{
    /// <summary>The last line of standard output, as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output[^1]).RootElement;

    /// <summary>The command was refused in one sentence that names what is wrong, and nothing else was said.</summary>
    public void ShouldBeRefused(string argument)
    {
        ExitCode.ShouldBe(2, ToString());
        Output.ShouldBeEmpty();
        var sentence = Errors.ShouldHaveSingleItem();
        sentence.ShouldStartWith(argument);
        sentence.ShouldEndWith(".");
    }

    public override string ToString() => string.Join(
        Environment.NewLine, [$"Exit code {ExitCode}", .. Output, "Standard error:", .. Errors]);
}
