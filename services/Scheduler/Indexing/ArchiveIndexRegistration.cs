using Crawler.Archive;
using Crawler.Persistence;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Indexing;

/// <summary>Adds the writing of archive indexes to a process.</summary>
public static class ArchiveIndexRegistration
{
    /// <summary>Registers <see cref="ArchiveIndex"/> alone: nothing runs by itself.</summary>
    public static ICrawlerBuilder AddArchiveIndex(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddArchiveIndex)))
        {
            return builder;
        }

        builder.AddCrawlerPersistence();
        builder.AddCrawlerOptions<ArchiveOptions, ArchiveOptionsValidator>(ArchiveOptions.Section);
        builder.Services.AddArchiveIndexStore();
        builder.Services.AddSingleton<ArchiveIndex>();
        return builder;
    }
}
