using System.CommandLine;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler keys</c>: who may use the API.</summary>
internal static class KeysCommand
{
    public static Command Create() =>
        new("keys", "Make, list and revoke the access keys of the API.")
        {
            KeysCreateCommand.Create(), KeysListCommand.Create(), KeysRevokeCommand.Create(),
        };
}
