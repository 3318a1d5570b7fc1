using Crawler.Archive;
using Crawler.Archive.Folders;
using Crawler.Archive.Objects;
using Crawler.Downloader.Batches;
using Crawler.Downloader.Control;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Politeness;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Telemetry;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Workers;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crawler.Downloader;

/// <summary>Adds the downloader to a process: it fetches host batches and answers them. It needs no database.</summary>
public static class DownloaderRegistration
{
    /// <summary>
    /// Adds options, services and consumers. A process that has registered an <see cref="IArchiveStore"/> of its own
    /// before keeps it; otherwise the archive lies in <see cref="ArchiveOptions.Folder"/>.
    /// </summary>
    public static ICrawlerBuilder AddDownloader(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddDownloader)))
        {
            return builder;
        }

        builder.AddCrawlerOptions<DownloaderOptions, DownloaderOptionsValidator>(DownloaderOptions.Section);
        builder.AddCrawlerOptions<ArchiveOptions, ArchiveOptionsValidator>(ArchiveOptions.Section);
        AddFetching(builder.Services);
        AddBatches(builder.Services);
        builder.AddHeartbeat("downloader");
        return builder.AddToBus(bus =>
        {
            bus.AddConsumer<FetchHostBatchConsumer, FetchHostBatchConsumerDefinition>();
            bus.AddConsumer<CrawlControlConsumer, CrawlControlConsumerDefinition>();
        });
    }

    private static void AddFetching(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<IHostResolver, DnsHostResolver>();
        services.TryAddSingleton<IArchiveStore>(CreateArchive);
        services.AddObjectStore();
        services.AddSingleton<BodySpool>();
        services.AddSingleton<Fetcher>();
        services.AddSingleton<FetchSlots>();
        services.AddSingleton<RobotsCache>();
        services.AddSingleton<RobotsFetcher>();
        services.AddSingleton<IPageReader, PageReader>();
        services.AddSingleton<SitemapPass>();
        services.AddSingleton<DownloaderMetrics>();
    }

    private static void AddBatches(IServiceCollection services)
    {
        services.AddSingleton<CrawlStops>();
        services.AddSingleton<SentLinks>();
        services.AddSingleton<StopSignal>();
        services.AddSingleton<LeaseRegister>();
        services.AddSingleton<IWorkload, FetchWorkload>();
        services.AddSingleton<BatchLog>();
        services.AddSingleton<LinkClaims>();
        services.AddSingleton<BatchParts>();
        services.AddSingleton<HostBatchRunner>();
    }

    private static FolderArchiveStore CreateArchive(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ArchiveOptions>>().Value;
        return new FolderArchiveStore(
            options.Folder,
            options,
            services.GetRequiredService<IOptions<DownloaderOptions>>().Value.ArchiveInstance
                ?? services.GetRequiredService<ProcessInstance>().Name,
            services.GetRequiredService<TimeProvider>());
    }
}
