using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crawler.Persistence;

/// <summary>Ready while the database answers.</summary>
internal sealed class DatabaseHealth(ICrawlerDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenReadAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
