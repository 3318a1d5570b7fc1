using Spectre.Console;

namespace Crawler.Embedded.Output;

/// <summary>Writes tables as a terminal shows them, and as plain text of a fixed width where there is none.</summary>
internal static class Consoles
{
    /// <summary>Wide enough that a row is a line: whoever reads it line by line finds whole ids.</summary>
    private const int PlainWidth = 1_000;

    public static IAnsiConsole For(TextWriter target)
    {
        var redirected = target == Console.Error ? Console.IsErrorRedirected : Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(target),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
