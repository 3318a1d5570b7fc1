using Crawler.Persistence.Messaging;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Persistence.Sqlite;

/// <summary>All rows are this process's, which is the only one; the file is not locked while they are sent.</summary>
internal sealed class SqliteOutboxClaims(IServiceScopeFactory scopes, IOutboxCleaner cleaner) : IOutboxClaims
{
    public async ValueTask<OutboxClaim> ClaimAsync(int limit, int maxFaults, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<OutboxMessage>()
            .AsNoTracking().Where(row => row.Faults < maxFaults).OrderBy(row => row.Id).Take(limit)
            .ToListAsync(cancellationToken);
        return new Claim(cleaner, rows);
    }

    private sealed class Claim(IOutboxCleaner cleaner, IReadOnlyList<OutboxMessage> rows) : OutboxClaim
    {
        public override IReadOnlyList<OutboxMessage> Rows => rows;

        public override Task CompleteAsync(
            IReadOnlyList<long> sent, IReadOnlyList<long> faulted, CancellationToken cancellationToken) =>
            cleaner.RemoveAsync(
                [
                    .. sent.Select(id => new OutboxTracker.Done(id, Faulted: false)),
                    .. faulted.Select(id => new OutboxTracker.Done(id, Faulted: true)),
                ],
                cancellationToken);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
