using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Hosting;
using Crawler.ServiceDefaults.Messaging;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence.PostgreSql;

/// <summary>Registers PostgreSQL. Nothing of it is loaded by a process that works on another database.</summary>
internal static class PostgreSqlRegistration
{
    public static void Add(ICrawlerBuilder builder, MessagingTransport transport)
    {
        builder.AddCrawlerOptions<PostgreSqlOptions, PostgreSqlOptionsValidator>(PostgreSqlOptions.Section);
        builder.Services.AddSingleton(provider => new PostgreSqlDatabase(
            provider.GetRequiredService<IOptions<PostgreSqlOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<OutboxSignal>(),
            provider.GetRequiredService<ProcessInstance>(),
            transport));
        builder.Services.AddSingleton<ICrawlerDatabase>(provider => provider.GetRequiredService<PostgreSqlDatabase>());
        builder.Services.AddDbContext<CrawlerDbContext, PostgreSqlCrawlerDbContext>((provider, options) => options
            .UseNpgsql(
                provider.GetRequiredService<PostgreSqlDatabase>().CreateConnection(), contextOwnsConnection: true)

            // What fails is thrown, and told by who catches it: a process that waits for its schema asks in vain each
            // time, and says nothing.
            .ConfigureWarnings(warnings => warnings.Ignore(
                RelationalEventId.PendingModelChangesWarning, RelationalEventId.CommandError,
                RelationalEventId.ConnectionError, CoreEventId.SaveChangesFailed)));
        builder.Services.AddSingleton<IOutboxCleaner, PostgreSqlOutboxCleaner>();
        builder.Services.AddSingleton<IOutboxClaims, PostgreSqlOutboxClaims>();
    }

    /// <summary>What runs by itself, once the schema is there.</summary>
    public static void AddPresence(IServiceCollection services, MessagingTransport transport) =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgreSqlPresence>(provider, transport));
}
