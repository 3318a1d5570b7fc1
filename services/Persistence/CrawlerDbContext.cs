using Crawler.Persistence.Access;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.Persistence.Messaging;
using Crawler.Persistence.Workers;

using MassTransit;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Persistence;

/// <summary>
/// The one model of the installation; each database has a derived context that says how values are stored.
/// </summary>
/// <remarks>
/// EF Core serves sagas, the inbox and reads. The frontier's hot path writes the same tables with plain statements, so
/// a column that is added here is added to those statements too.
/// </remarks>
public abstract class CrawlerDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>
    /// The saga's row, to be changed: nobody else changes it before the open transaction ends. Null when there is none.
    /// </summary>
    internal virtual Task<TSaga?> LoadLockedAsync<TSaga>(Guid correlationId, CancellationToken cancellationToken)
        where TSaga : class, ISaga =>
        Set<TSaga>().AsTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, cancellationToken);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // By name: looking through the assembly loads every library that anything in it touches, and costs each start.
        modelBuilder
            .ApplyConfiguration(new CrawlSaga.Configuration())
            .ApplyConfiguration(new CrawlCounters.Configuration())
            .ApplyConfiguration(new Submission.Configuration())
            .ApplyConfiguration(new FrontierUrl.Configuration())
            .ApplyConfiguration(new HostLedger.Configuration())
            .ApplyConfiguration(new HostQueue.Configuration())
            .ApplyConfiguration(new Lease.Configuration())
            .ApplyConfiguration(new Fetch.Configuration())
            .ApplyConfiguration(new RobotsRecord.Configuration())
            .ApplyConfiguration(new TrapSuspicion.Configuration())
            .ApplyConfiguration(new WorkerRecord.Configuration())
            .ApplyConfiguration(new OutboxMessage.Configuration())
            .ApplyConfiguration(new InboxMessage.Configuration())
            .ApplyConfiguration(new ApiKey.Configuration())
            .ApplyConfiguration(new AuditEntry.Configuration());
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase.From(property.Name));
            }
        }
    }
}
