using Crawler.Gateway.Auditing;
using Crawler.Persistence;
using Crawler.Persistence.Access;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Gateway.Access;

/// <summary>Writes down when keys were used, and removes what is old of the audit.</summary>
internal sealed partial class AccessUpkeep(
    IServiceScopeFactory scopes, KeyUses uses, TimeProvider time, IOptions<AccessOptions> options,
    ILogger<AccessUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan CleaningInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(2);

    private DateTimeOffset _cleanAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LastUsedInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            using var end = new CancellationTokenSource(LastChance, time);
            await TryAsync(end.Token);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (uses.Take() is [_, ..] used)
            {
                await WriteAsync(scope.ServiceProvider, used, cancellationToken);
            }

            if (time.GetUtcNow() is var now && now >= _cleanAt)
            {
                _cleanAt = now + CleaningInterval;
                await scope.ServiceProvider.GetRequiredService<AuditTrail>().RemoveAsync(
                    now - options.Value.AuditRetention, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // When a key was used is worth no more than a try; what is old is removed later.
            LogFailed(e);
        }
    }

    private static async Task WriteAsync(
        IServiceProvider services, IReadOnlyList<KeyValuePair<string, DateTimeOffset>> used,
        CancellationToken cancellationToken)
    {
        var context = services.GetRequiredService<CrawlerDbContext>();
        await using var transaction = await services.GetRequiredService<ICrawlerDatabase>().BeginWriteAsync(
            cancellationToken);
        await context.JoinAsync(transaction, cancellationToken);
        try
        {
            // In one order, so that two processes cannot wait for each other.
            foreach (var (id, at) in used.OrderBy(use => use.Key, StringComparer.Ordinal))
            {
                var older = context.Set<ApiKey>().Where(
                    key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt < at));
                await older.ExecuteUpdateAsync(row => row.SetProperty(key => key.LastUsedAt, at), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await context.LeaveAsync();
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The use of keys was not written down, or the audit not cleaned")]
    private partial void LogFailed(Exception exception);
}
