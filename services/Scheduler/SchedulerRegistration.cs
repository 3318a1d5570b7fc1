using Crawler.Archive;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Sagas;
using Crawler.Scheduler.Consumers;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Frontier.PostgreSql;
using Crawler.Scheduler.Frontier.Sqlite;
using Crawler.Scheduler.Indexing;
using Crawler.Scheduler.Messages;
using Crawler.Scheduler.Sagas;
using Crawler.Scheduler.Telemetry;
using Crawler.Scheduler.Workers;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Workers;

using MassTransit;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler;

/// <summary>Adds the service that decides what is fetched next, and when.</summary>
public static class SchedulerRegistration
{
    /// <summary>
    /// Registers the frontier, its dispatcher and sweeper, the crawl saga, and the consumers that belong to them.
    /// </summary>
    public static ICrawlerBuilder AddScheduler(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddScheduler)))
        {
            return builder;
        }

        builder.AddCrawlerPersistence();
        builder.AddCrawlerOptions<FrontierOptions, FrontierOptionsValidator>(FrontierOptions.Section);
        builder.AddArchiveIndex();
        builder.AddScheduledMessages();
        builder.AddHeartbeat("scheduler");
        builder.Services.AddObjectStore();
        AddFrontier(builder.Services, builder.DatabaseProvider());
        if (builder.Transport() == MessagingTransport.InMemory)
        {
            builder.Services.AddHostedService<LeaseRelease>();
        }

        builder.Services.AddHostedService<Dispatcher>();
        builder.Services.AddHostedService<FrontierSweeper>();
        builder.Services.AddHostedService<FrontierGauges>();
        builder.Services.AddSingleton(provider => new ArchiveIndexing(
            provider.GetRequiredService<ArchiveIndex>(),
            provider.GetRequiredService<IFrontierStore>(),
            provider.GetRequiredService<IServiceScopeFactory>()));
        builder.Services.AddHostedService<ArchiveIndexer>();
        return builder.AddToBus(bus =>
        {
            bus.AddSagaStateMachine<CrawlStateMachine, CrawlSaga, CrawlSagaDefinition>().CrawlerRepository();
            bus.AddConsumer<AdmitSeedsConsumer, AdmitSeedsConsumerDefinition>();
            bus.AddConsumer<DrainFrontierConsumer, DrainFrontierConsumerDefinition>();
            bus.AddConsumer<HostBatchFetchedConsumer, HostBatchFetchedConsumerDefinition>();
            bus.AddConsumer<FetchHostBatchFaultConsumer, FetchHostBatchFaultConsumerDefinition>();
            bus.AddConsumer<CrawlRunningConsumer, CrawlRunningConsumerDefinition>();
            bus.AddConsumer<WorkerHeartbeatConsumer, WorkerHeartbeatConsumerDefinition>();
        });
    }

    /// <summary>The frontier alone, without anything that runs by itself.</summary>
    internal static void AddFrontier(this IServiceCollection services, DatabaseProvider database)
    {
        AddStore(services, database);
        services.AddMetrics();
        services.AddSingleton<FrontierMetrics>();
        services.AddSingleton<FrontierWake>();
        services.AddSingleton<WorkerRegistry>();
        services.AddSingleton<RobotsCatalog>();
        services.AddSingleton<CrawlPlans>();
        services.AddSingleton<PolitenessPolicy>();
        services.AddSingleton<RetryPolicy>();
        services.AddSingleton<HostQueues>();
        services.AddSingleton<UrlAdmission>();
        services.AddSingleton<SeedAdmission>();
        services.AddSingleton<SitemapDiscovery>();
        services.AddSingleton<CommittedLeases>();
        services.AddSingleton<BatchLeasing>();
        services.AddSingleton<OutcomePolicy>();
        services.AddSingleton<HostObservation>();
        services.AddSingleton<BatchCommit>();
        services.AddSingleton<ClaimedLinks>();
        services.AddSingleton<OrphanSweep>();
        services.AddSingleton<LeaseRecovery>();
        services.AddSingleton<Retirement>();
        services.AddSingleton<FrontierSweep>();
        services.AddSingleton<CrawlFrontier>();
    }

    private static void AddStore(IServiceCollection services, DatabaseProvider database)
    {
        if (database == DatabaseProvider.PostgreSql)
        {
            services.AddSingleton<IFrontierStore, PostgreSqlFrontierStore>();
        }
        else
        {
            services.AddSingleton<IFrontierStore, SqliteFrontierStore>();
        }
    }
}
