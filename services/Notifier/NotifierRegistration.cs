using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Workers;

namespace Crawler.Notifier;

/// <summary>Adds the service that tells people and systems what happened.</summary>
public static class NotifierRegistration
{
    /// <summary>Registers the service.</summary>
    public static ICrawlerBuilder AddNotifier(this ICrawlerBuilder builder) =>
        builder.IsFirst(nameof(AddNotifier))
            ? builder.AddCrawlerPersistence().AddHeartbeat("notifier")
            : builder;
}
