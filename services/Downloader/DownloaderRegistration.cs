using Crawler.Archive;
using Crawler.Downloader.Batches;
using Crawler.Downloader.Control;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Politeness;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Storage;
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
    /// before keeps it; otherwise the archive lies where <see cref="ArchiveOptions.Store"/> says.
    /// </summary>
    public static ICrawlerBuilder AddDownloader(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddDownloader)))
        {
            return builder;
        }

        builder.AddCrawlerOptions<DownloaderOptions, DownloaderOptionsValidator>(DownloaderOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<DownloaderOptions>, StopGraceValidator>();
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
        services.AddArchiveStore(provider =>
            provider.GetRequiredService<IOptions<DownloaderOptions>>().Value.ArchiveInstance
                ?? provider.GetRequiredService<ProcessInstance>().Name);
        services.AddObjectStore();
        services.AddSingleton<BodySpool>();
        services.AddSingleton<Fetcher>();
        services.AddSingleton<FetchSlots>();
        services.AddSingleton<RobotsCache>();
        services.AddSingleton<RobotsFetcher>();
        services.AddSingleton<IPageReader, PageReader>();
        services.AddSingleton<SitemapPass>();
        services.AddSingleton<DownloaderMetrics>();
        services.AddSingleton<StorageOutage>();
        services.AddHealthChecks().AddCheck<StorageHealth>("storage", tags: ["ready"]);
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
}
