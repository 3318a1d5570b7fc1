using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler keys revoke KEY-ID</c>: makes a key good for nothing.</summary>
internal static class KeysRevokeCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("KEY-ID") { Description = "The key's id, as list shows it." };
        var data = SharedOptions.Data();
        var command = new Command("revoke", "Make an access key good for nothing, within seconds and for ever.")
        {
            id, data,
        };
        command.SetAction((parsed, cancellationToken) =>
            RevokeAsync(parsed.GetValue(id)!, parsed.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> RevokeAsync(string id, string folder, CancellationToken cancellationToken)
    {
        if (KeyText.TryParse(id, out var key))
        {
            // Somebody gives the key itself, as who has just found it in a log.
            id = key.Id;
        }

        await using var reader = await DataReader.OpenAsync(folder);
        var revoked = await reader.Services.UseAsync<KeyStore, KeyStatus?>(
            store => store.RevokeAsync(id, AuditSource.CommandLine, cancellationToken))
                ?? throw new UsageException($"KEY-ID: there is no key '{id}'.");
        await Console.Out.WriteLineAsync($"Key {revoked.Id} ({revoked.Name}) is good for nothing any more.");
        return ExitCodes.Completed;
    }
}
