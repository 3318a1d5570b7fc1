using Crawler.Persistence.Messaging;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crawler.Persistence.Sqlite;

/// <summary>Registers SQLite. Nothing of it is loaded by a process that works on another database.</summary>
internal static class SqliteRegistration
{
    public static void Add(ICrawlerBuilder builder)
    {
        builder.AddCrawlerOptions<SqliteOptions, SqliteOptionsValidator>(SqliteOptions.Section);
        builder.Services.AddSingleton<SqliteDatabase>(provider => new SqliteDatabase(
            provider.GetRequiredService<IOptions<SqliteOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<OutboxSignal>()));
        builder.Services.AddSingleton<ICrawlerDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        builder.Services.AddDbContext<CrawlerDbContext, SqliteCrawlerDbContext>((provider, options) => options
            .UseSqlite(provider.GetRequiredService<SqliteDatabase>().ConnectionString)
            .ConfigureWarnings(warnings => warnings.Ignore(
                RelationalEventId.PendingModelChangesWarning, RelationalEventId.CommandError,
                CoreEventId.SaveChangesFailed)));
        builder.Services.AddSingleton<IOutboxCleaner, SqliteOutboxCleaner>();
        builder.Services.AddSingleton<IOutboxClaims, SqliteOutboxClaims>();
    }
}
