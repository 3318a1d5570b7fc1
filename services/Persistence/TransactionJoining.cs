using Microsoft.EntityFrameworkCore;

namespace Crawler.Persistence;

/// <summary>Lets EF Core write in a transaction that is already open.</summary>
public static class TransactionJoining
{
    /// <summary>
    /// Makes the context use the transaction's connection. Call <see cref="LeaveAsync"/> before the transaction is
    /// disposed.
    /// </summary>
    public static async Task JoinAsync(
        this CrawlerDbContext context, WriteTransaction transaction, CancellationToken cancellationToken)
    {
        context.Database.SetDbConnection(transaction.Connection);
        await context.Database.UseTransactionAsync(transaction.Transaction, cancellationToken);
    }

    /// <summary>Lets go of the transaction.</summary>
    public static Task LeaveAsync(this CrawlerDbContext context) =>
        context.Database.UseTransactionAsync(null, CancellationToken.None);
}
