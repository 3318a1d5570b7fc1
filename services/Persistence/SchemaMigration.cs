using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence;

/// <summary>
/// Brings the schema up to date before anything else of the process starts, or waits until another process has.
/// </summary>
/// <remarks>Of many processes that start at once, one migrates, and the others find it done.</remarks>
internal sealed partial class SchemaMigration(
    IServiceScopeFactory scopes, ICrawlerDatabase database, IEnumerable<ISchemaPart> parts, TimeProvider time,
    IOptions<DatabaseOptions> options, ILogger<SchemaMigration> logger) : IHostedService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly DatabaseOptions _options = options.Value;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Exception? last = null;
        try
        {
            while (!await TryAsync(either.Token))
            {
                await Task.Delay(LookInterval, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException(last is null
                ? $"The database has not been given its schema within {_options.StartTimeout}."
                : $"The database could not be reached within {_options.StartTimeout}: {last.Message}", last);
        }

        async Task<bool> TryAsync(CancellationToken token)
        {
            try
            {
                return _options.Migrate ? await MigrateAsync(token) : await IsMigratedAsync(token);
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                if (last is null)
                {
                    LogAway(e.Message);
                }

                last = e;
                return false;
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var turn = await database.TakeTurnAsync(DatabaseTurn.Migrate, waits: true, cancellationToken);
        foreach (var part in parts)
        {
            await part.MakeAsync(cancellationToken);
        }

        // Last: whoever waits for the schema sees that it is there by the model's own.
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Database.MigrateAsync(cancellationToken);
        return true;
    }

    private async Task<bool> IsMigratedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            return false;
        }

        foreach (var part in parts)
        {
            if (!await part.IsThereAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(3020, LogLevel.Warning, "The database cannot be reached yet: {Reason}")]
    private partial void LogAway(string reason);
}
