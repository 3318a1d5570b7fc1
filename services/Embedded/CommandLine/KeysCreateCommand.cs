using System.CommandLine;

using Crawler.Embedded.Crawling;
using Crawler.Gateway.Access;
using Crawler.Gateway.Auditing;
using Crawler.Persistence;
using Crawler.Persistence.Access;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Embedded.CommandLine;

/// <summary>
/// <c>crawler keys create</c>: makes an access key and prints it, alone, on standard output. It makes the data folder
/// where there is none, so that the first key can be there before anything is served.
/// </summary>
internal static class KeysCreateCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "What the key is for.",
            HelpName = "NAME",
            Required = true,
        };
        var scope = SharedOptions.Choice<AccessScope>(
            "--scope", "What it allows; write includes read, and admin everything.");
        var expires = SharedOptions.Duration(
            "--expires-in", "How long the key is good, such as 90d. For ever by default.");
        var data = SharedOptions.Data();
        var command = new Command("create", "Make an access key, and print it: it is not shown again.")
        {
            name, scope, expires, data,
        };
        command.SetAction((parsed, cancellationToken) => CreateAsync(
            parsed.GetValue(name)!, parsed.GetValue(scope), parsed.GetValue(expires), parsed.GetValue(data)!,
            cancellationToken));
        return command;
    }

    private static async Task<int> CreateAsync(
        string name, AccessScope scope, TimeSpan? expiresIn, string folder, CancellationToken cancellationToken)
    {
        await MakeTablesAsync(folder, cancellationToken);
        await using var reader = await DataReader.OpenAsync(folder);
        var now = reader.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var wanted = new NewKey { Name = name, Scope = scope, ExpiresAt = ExpiryOf(expiresIn, now) };
        if (wanted.Check(now) is { } wrong)
        {
            throw new UsageException($"--{(wrong.Field == "name" ? "name" : "expires-in")}: {wrong.Message}.");
        }

        var created = await reader.Services.UseAsync<KeyStore, CreatedKey?>(store => store.CreateAsync(
            wanted.Name, wanted.Scope, wanted.ExpiresAt, AuditSource.CommandLine, cancellationToken))
                ?? throw new UsageException($"There are {KeyStore.MaxKeys} keys; revoke one before another is made.");
        await Console.Out.WriteLineAsync(created.Key);
        await Console.Error.WriteLineAsync($"Key {created.Id} ({created.Scope}). Keep it: it is not shown again.");
        return ExitCodes.Completed;
    }

    private static DateTimeOffset? ExpiryOf(TimeSpan? expiresIn, DateTimeOffset now) =>
        expiresIn is not { } time ? null
        : time < DateTimeOffset.MaxValue - now ? now + time
        : throw new UsageException("--expires-in: is longer than there will be time.");

    /// <summary>A folder that has its tables may be in use; one that has none is taken to make them.</summary>
    private static async Task MakeTablesAsync(string folder, CancellationToken cancellationToken)
    {
        if (CrawlerBuilder.CreateHeadless([]).DatabaseProvider() == DatabaseProvider.Sqlite
            && !File.Exists(DataFolder.DatabaseOf(folder)))
        {
            await MigrateCommand.UpdateAsync(folder, cancellationToken);
        }
    }
}
