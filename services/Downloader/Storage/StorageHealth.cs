using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crawler.Downloader.Storage;

/// <summary>
/// Degraded while pages cannot be kept. The process is ready all the same: it finds out by itself when they can.
/// </summary>
internal sealed class StorageHealth(StorageOutage outage) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(outage.Failing is { Count: > 0 } failing
            ? HealthCheckResult.Degraded($"{string.Join(" and ", failing)} cannot be written to; fetching pauses.")
            : HealthCheckResult.Healthy());
}
