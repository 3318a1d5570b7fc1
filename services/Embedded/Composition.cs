using Crawler.Downloader;
using Crawler.Gateway;
using Crawler.Notifier;
using Crawler.Scheduler;
using Crawler.ServiceDefaults.Hosting;
using Crawler.Worker;

namespace Crawler.Embedded;

/// <summary>The services that this process runs: all of them.</summary>
internal static class Composition
{
    public static CrawlerBuilder AddAllServices(this CrawlerBuilder builder)
    {
        builder.AddGateway();
        builder.AddScheduler();
        builder.AddDownloader();
        builder.AddNotifier();
        builder.AddWorker();
        return builder;
    }
}
