using System.CommandLine;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler archive</c>: what the WARC files hold. Another process may be working in the folder.</summary>
internal static class ArchiveCommand
{
    public static Command Create() =>
        new("archive", "Check, list and read the stored responses.")
        {
            ArchiveVerifyCommand.Create(), ArchiveListCommand.Create(), ArchiveGetCommand.Create(),
            ArchiveIndexCommand.Create(),
        };
}
