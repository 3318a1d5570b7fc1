using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.ServiceDefaults.Health;

/// <summary>The two probes of every process: alive, and ready to do its work.</summary>
internal static class HealthRegistration
{
    public static void AddCrawlerHealth(this IServiceCollection services) => services.AddHealthChecks();

    public static void MapCrawlerHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks(
            "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }
}
