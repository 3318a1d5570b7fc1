using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crawler.Archive.Objects;

/// <summary>Adds the store of large message parts to a process.</summary>
public static class ObjectStoreRegistration
{
    /// <summary>
    /// Registers the store below <see cref="ArchiveOptions.Folder"/>, unless the process has one of its own.
    /// </summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services)
    {
        services.TryAddSingleton<IObjectStore>(provider => new FolderObjectStore(
            Path.Combine(provider.GetRequiredService<IOptions<ArchiveOptions>>().Value.Folder, "objects")));
        return services;
    }
}
