using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crawler.Persistence;

/// <summary>Ready while the database answers.</summary>
internal sealed class DatabaseHealth(ICrawlerDatabase database, TimeProvider time) : IHealthCheck
{
    /// <summary>A probe must answer before its caller gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await using var connection = await database.OpenReadAsync(either.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(either.Token);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }
}
