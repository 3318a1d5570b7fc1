using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.ServiceDefaults.Health;

/// <summary>The two probes of every process: alive, and ready to do its work.</summary>
internal static class HealthRegistration
{
    /// <summary>Filters stand around each other in the order of registration: the first is the outermost.</summary>
    public static void AddCrawlerHealth(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, Probes>());
    }

    /// <summary>
    /// Answers before the filter of hosts (<c>AllowedHosts</c>) does: who probes a container names it by an address
    /// that nobody knows beforehand, and is told one word.
    /// </summary>
    private sealed class Probes : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
            application.UseHealthChecks(
                "/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
            next(application);
        };
    }
}
