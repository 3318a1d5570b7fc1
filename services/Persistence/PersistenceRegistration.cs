using Crawler.Persistence.Messaging;
using Crawler.Persistence.Sqlite;
using Crawler.ServiceDefaults.Hosting;

using MassTransit.Middleware;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence;

/// <summary>Adds the database, the outbox and the inbox to a process.</summary>
public static class PersistenceRegistration
{
    /// <summary>Registers persistence once, however many services of the process ask for it.</summary>
    public static ICrawlerBuilder AddCrawlerPersistence(this ICrawlerBuilder builder)
    {
        if (!builder.IsFirst(nameof(AddCrawlerPersistence)))
        {
            return builder;
        }

        builder.AddCrawlerOptions<SqliteOptions, SqliteOptionsValidator>(SqliteOptions.Section);
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddSingleton<SqliteDatabase>(provider => new SqliteDatabase(
            provider.GetRequiredService<IOptions<SqliteOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<OutboxSignal>()));
        builder.Services.AddSingleton<ICrawlerDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        builder.Services.AddDbContext<CrawlerDbContext, SqliteCrawlerDbContext>((provider, options) => options
            .UseSqlite(provider.GetRequiredService<SqliteDatabase>().ConnectionString)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)));
        builder.Services.AddHostedService<SchemaMigration>();
        builder.Services.AddSingleton<SubscriptionCounter>();
        builder.Services.AddSingleton<OutboxTracker>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<OutboxMetrics>();
        builder.Services.AddSingleton<IOutboxCleaner, SqliteOutboxCleaner>();
        builder.Services.AddScoped<IOutboxContextFactory<CrawlerDbContext>, OutboxContextFactory>();
        builder.Services.AddHostedService<OutboxDelivery>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return builder.AddToBus(bus => bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
        {
            var counter = context.GetRequiredService<SubscriptionCounter>();
            endpoint.ConnectConsumerConfigurationObserver(counter);
            endpoint.ConnectSagaConfigurationObserver(counter);
        }));
    }
}
