using Crawler.Persistence.Messaging;
using Crawler.Persistence.PostgreSql;
using Crawler.Persistence.Sqlite;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using MassTransit.Middleware;

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

        var isServer = builder.DatabaseProvider() == Persistence.DatabaseProvider.PostgreSql;
        var transport = builder.Transport();
        AddDatabase(builder, isServer, transport);
        if (isServer)
        {
            PostgreSqlRegistration.AddPresence(builder.Services, transport);
        }

        builder.Services.AddScoped<IOutboxContextFactory<CrawlerDbContext>, OutboxContextFactory>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return transport == MessagingTransport.InMemory ? AddInMemoryDelivery(builder) : AddBrokerDelivery(builder);
    }

    /// <summary>
    /// Brings the schema up to date, whatever <see cref="DatabaseOptions.Migrate"/> says. The host of these services
    /// need not be started.
    /// </summary>
    public static Task MigrateSchemaAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Migrate = true;
        return services.GetRequiredService<SchemaMigration>().StartAsync(cancellationToken);
    }

    /// <summary>
    /// Builds the model of the tables, which else the first use of the database does. May run beside a start of the host.
    /// </summary>
    public static void BuildModel(this IServiceProvider services)
    {
        using var scope = services.CreateScope();
        _ = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Model;
    }

    /// <summary>The database that the settings choose. Fails where they name one that there is not.</summary>
    public static DatabaseProvider DatabaseProvider(this ICrawlerBuilder builder) =>
        DatabaseOptions.ProviderOf(builder.Configuration);

    private static void AddDatabase(ICrawlerBuilder builder, bool isServer, MessagingTransport transport)
    {
        builder.AddCrawlerOptions<DatabaseOptions, DatabaseOptionsValidator>(DatabaseOptions.Section);
        builder.Services.AddSingleton(new OutboxSignal(carriesRows: transport == MessagingTransport.InMemory));
        builder.Services.AddSingleton<NeighbourSignal>();
        builder.Services.AddSingleton<OutageLog>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<OutboxMetrics>();
        if (isServer)
        {
            PostgreSqlRegistration.Add(builder, transport);
        }
        else
        {
            SqliteRegistration.Add(builder);
        }

        builder.Services.AddSingleton<SchemaMigration>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<SchemaMigration>());
    }

    private static ICrawlerBuilder AddBrokerDelivery(ICrawlerBuilder builder)
    {
        builder.Services.AddHostedService<BrokerOutboxDelivery>();
        return builder;
    }

    private static ICrawlerBuilder AddInMemoryDelivery(ICrawlerBuilder builder)
    {
        builder.Services.AddSingleton<SubscriptionCounter>();
        builder.Services.AddSingleton<OutboxTracker>();
        builder.Services.AddHostedService<OutboxDelivery>();
        return builder.AddToBus(bus => bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
        {
            var counter = context.GetRequiredService<SubscriptionCounter>();
            endpoint.ConnectConsumerConfigurationObserver(counter);
            endpoint.ConnectSagaConfigurationObserver(counter);
        }));
    }
}
