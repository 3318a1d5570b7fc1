using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Workers;

namespace Crawler.Worker;

/// <summary>Adds the service that runs background tasks.</summary>
public static class WorkerRegistration
{
    /// <summary>Registers the service.</summary>
    public static ICrawlerBuilder AddWorker(this ICrawlerBuilder builder) =>
        builder.IsFirst(nameof(AddWorker))
            ? builder.AddCrawlerPersistence().AddHeartbeat("worker")
            : builder;
}
