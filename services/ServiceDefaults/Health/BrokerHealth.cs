using Crawler.ServiceDefaults.Workers;

using MassTransit;

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Crawler.ServiceDefaults.Health;

/// <summary>Ready while the broker takes messages from this process and brings it some.</summary>
/// <remarks>
/// An endpoint that somebody stopped is degraded, and the process is ready all the same; one that has lost its broker is
/// unhealthy. A process that consumes nothing, and a broker that blocks its publishers, show by the heartbeat alone.
/// </remarks>
internal sealed class BrokerHealth(IBusControl bus, HeartbeatOutcome heartbeat) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lost = bus.CheckHealth().Endpoints.Values
            .FirstOrDefault(endpoint => endpoint.Status == BusHealthStatus.Unhealthy);
        if (lost.Status == BusHealthStatus.Unhealthy && lost.InputAddress is not null)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy($"{lost.InputAddress.AbsolutePath}: {lost.Description}"));
        }

        return Task.FromResult(heartbeat.IsGood
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The broker has not taken the last heartbeat."));
    }
}
