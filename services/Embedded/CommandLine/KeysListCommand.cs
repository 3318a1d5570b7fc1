using System.CommandLine;
using System.Globalization;

using Crawler.Embedded.Crawling;
using Crawler.Embedded.Output;
using Crawler.Gateway.Access;

using Microsoft.Extensions.DependencyInjection;

using Spectre.Console;

namespace Crawler.Embedded.CommandLine;

/// <summary><c>crawler keys list</c>: which keys there are, and were.</summary>
internal static class KeysListCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command("list", "List the access keys, also those that are no longer good.") { data };
        command.SetAction((parsed, cancellationToken) => ListAsync(parsed.GetValue(data)!, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(string folder, CancellationToken cancellationToken)
    {
        await using var reader = await DataReader.OpenAsync(folder);
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("Key").NoWrap())
            .AddColumns("Name", "Scope", "State", "Created (UTC)", "Expires", "Last used");
        var now = reader.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        IReadOnlyList<KeyStatus> part = [];
        do
        {
            var after = part.Count > 0 ? part[^1].Id : null;
            part = await reader.Services.UseAsync<KeyStore, IReadOnlyList<KeyStatus>>(
                store => store.ListAsync(after, KeyStore.MaxLimit, now, cancellationToken));
            foreach (var key in part)
            {
                table.AddRow(
                    key.Id, Markup.Escape(key.Name), key.Scope.ToString(), key.State.ToString(), Written(key.CreatedAt),
                    Written(key.ExpiresAt), Written(key.LastUsedAt));
            }
        }
        while (part.Count == KeyStore.MaxLimit);

        Consoles.For(Console.Out).Write(table);
        return ExitCodes.Completed;
    }

    private static string Written(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never";
}
