using Crawler.Archive.Cdxj;
using Crawler.Archive.Folders;
using Crawler.Archive.Objects;
using Crawler.Archive.S3;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crawler.Archive;

/// <summary>Adds the archive that <see cref="ArchiveOptions.Store"/> names to a process.</summary>
public static class ArchiveRegistration
{
    /// <summary>
    /// Registers the store of fetches. A process that has registered an <see cref="IArchiveStore"/> of its own before
    /// keeps it.
    /// </summary>
    /// <param name="services">The process's services.</param>
    /// <param name="instance">The name of this process among those that write.</param>
    public static IServiceCollection AddArchiveStore(
        this IServiceCollection services, Func<IServiceProvider, string> instance)
    {
        services.AddBucket();
        services.TryAddSingleton<IArchiveStore>(provider =>
        {
            var options = OptionsOf(provider);
            var time = provider.GetRequiredService<TimeProvider>();
            return options.Store == ArchiveStoreKind.S3
                ? new S3ArchiveStore(provider.GetRequiredService<S3Bucket>(), options, instance(provider), time)
                : new FolderArchiveStore(options.Folder, options, instance(provider), time);
        });
        return services;
    }

    /// <summary>Registers the store of large message parts, unless the process has one of its own.</summary>
    public static IServiceCollection AddObjectStore(this IServiceCollection services)
    {
        services.AddBucket();
        services.TryAddSingleton<IObjectStore>(provider => OptionsOf(provider) is { Store: ArchiveStoreKind.Folder } options
            ? new FolderObjectStore(Path.Combine(options.Folder, "objects"))
            : new S3ObjectStore(provider.GetRequiredService<S3Bucket>()));
        return services;
    }

    /// <summary>Registers the store of indexes.</summary>
    public static IServiceCollection AddArchiveIndexStore(this IServiceCollection services)
    {
        services.AddBucket();
        services.TryAddSingleton<IArchiveIndexStore>(provider =>
        {
            var options = OptionsOf(provider);
            var time = provider.GetRequiredService<TimeProvider>();
            return options.Store == ArchiveStoreKind.S3
                ? new S3IndexStore(provider.GetRequiredService<S3Bucket>(), options.S3, time)
                : new CdxjFolder(options.Folder, time);
        });
        return services;
    }

    private static void AddBucket(this IServiceCollection services) =>
        services.TryAddSingleton(provider => new S3Bucket(OptionsOf(provider).S3));

    private static ArchiveOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ArchiveOptions>>().Value;
}
