using System.Linq.Expressions;

using Crawler.Persistence.Messaging;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Persistence.Sqlite;

/// <summary>All rows are this process's, which is the only one; the file is not locked while they are sent.</summary>
internal sealed class SqliteOutboxClaims(IServiceScopeFactory scopes, IOutboxCleaner cleaner) : IOutboxClaims
{
    public async ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(
        string messageType, int limit, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(row => row.MessageType == messageType, limit, cancellationToken);
        if (rows.Count > 0)
        {
            await cleaner.RemoveAsync(
                [.. rows.Select(row => new OutboxTracker.Done(row.Id, Faulted: false))], cancellationToken);
        }

        return rows;
    }

    public async ValueTask<OutboxClaim?> ClaimAsync(
        IReadOnlyCollection<string> leftOut, int limit, int maxFaults, CancellationToken cancellationToken) =>
        new Claim(cleaner, await ReadAsync(
            row => row.Faults < maxFaults && !leftOut.Contains(row.MessageType), limit, cancellationToken));

    private async Task<List<OutboxMessage>> ReadAsync(
        Expression<Func<OutboxMessage, bool>> condition, int limit, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CrawlerDbContext>().Set<OutboxMessage>()
            .AsNoTracking().Where(condition).OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken);
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
