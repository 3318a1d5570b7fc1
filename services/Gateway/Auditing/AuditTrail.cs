using Crawler.Persistence;
using Crawler.Persistence.Access;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Auditing;

/// <summary>Adds to the audit, reads it, and removes what is old. Nothing changes its rows.</summary>
internal sealed class AuditTrail(ICrawlerDatabase database, CrawlerDbContext context)
{
    /// <summary>The most rows of one answer.</summary>
    public const int MaxLimit = 1_000;

    private const int RemovedAtOnce = 1_000;

    public Task AddAsync(
        AuditSource source, string action, string? subject, string outcome, CancellationToken cancellationToken) =>
        WriteAsync(
            async transaction =>
            {
                context.Add(source.Entry(action, subject, outcome, transaction.Now));
                return await context.SaveChangesAsync(cancellationToken);
            },
            cancellationToken);

    /// <summary>Up to <paramref name="limit"/> rows, the newest first: those with numbers below that.</summary>
    public async Task<IReadOnlyList<AuditRecord>> ListAsync(
        long? after, int limit, CancellationToken cancellationToken) =>
        await context.Set<AuditEntry>().AsNoTracking()
            .Where(entry => after == null || entry.Seq < after)
            .OrderByDescending(entry => entry.Seq).Take(limit)
            .Select(entry => new AuditRecord
            {
                Seq = entry.Seq,
                At = entry.At,
                Actor = entry.Actor,
                Action = entry.Action,
                Subject = entry.Subject,
                Outcome = entry.Outcome,
                RemoteAddress = entry.RemoteAddress,
            })
            .ToListAsync(cancellationToken);

    /// <summary>Removes what happened before a time.</summary>
    public async Task RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int removed;
        do
        {
            removed = await WriteAsync(_ => RemoveSomeAsync(before, cancellationToken), cancellationToken);
        }
        while (removed == RemovedAtOnce);
    }

    private Task<int> RemoveSomeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = context.Set<AuditEntry>().Where(entry => entry.At < before).OrderBy(entry => entry.At)
            .Take(RemovedAtOnce).Select(entry => entry.Seq);
        return context.Set<AuditEntry>().Where(entry => old.Contains(entry.Seq)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<int> WriteAsync(Func<WriteTransaction, Task<int>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginWriteAsync(cancellationToken);
        await context.JoinAsync(transaction, cancellationToken);
        try
        {
            var rows = await change(transaction);
            await transaction.CommitAsync(cancellationToken);
            return rows;
        }
        finally
        {
            await context.LeaveAsync();
        }
    }
}
