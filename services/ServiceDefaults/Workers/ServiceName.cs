using Microsoft.Extensions.DependencyInjection;

namespace Crawler.ServiceDefaults.Workers;

/// <summary>One of the services that a process runs.</summary>
internal sealed record ServiceName(string Name)
{
    /// <summary>What a process is called that runs several.</summary>
    private const string Several = "embedded";

    /// <summary>The name of the process that runs these services.</summary>
    public static string OfProcess(IEnumerable<ServiceName> services) =>
        services.Select(service => service.Name).Distinct(StringComparer.Ordinal).ToList() is [var only]
            ? only
            : Several;

    /// <inheritdoc cref="OfProcess(IEnumerable{ServiceName})" />
    public static string OfProcess(IServiceCollection services) =>
        OfProcess(services.Select(descriptor => descriptor.ImplementationInstance).OfType<ServiceName>());
}
