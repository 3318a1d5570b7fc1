using System.Data.Common;

using Crawler.Persistence;
using Crawler.Persistence.Moving;
using Crawler.Persistence.PostgreSql;
using Crawler.Scheduler.Frontier;
using Crawler.Scheduler.Messages;

using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Moving;

/// <summary>Moves the crawls of a data folder to PostgreSQL, where they go on.</summary>
public static class DataFolderMove
{
    /// <summary>
    /// Brings the tables of the services' database up to date, and moves the rows of the two files to it. Nobody works
    /// on
    /// the files meanwhile, which are only read. The host of these services need not be started.
    /// </summary>
    public static async Task<MovedRows> MoveAsync(
        this IServiceProvider services, string databaseFile, string messagesFile, CancellationToken cancellationToken)
    {
        await services.MigrateSchemaAsync(cancellationToken);
        await using var move = await DatabaseMove.BeginAsync(
            databaseFile, services.GetRequiredService<PostgreSqlDatabase>(), cancellationToken);
        var tables = await move.CopyAsync(cancellationToken);
        var waiting = await WaitingMessageCopy.RunAsync(messagesFile, move, cancellationToken);
        await move.CommitAsync(cancellationToken);
        return new MovedRows
        {
            Tables = tables,
            WaitingMessages = waiting,
            AreLeasesReturned = await ReturnLeasesAsync(services, cancellationToken),
        };
    }

    /// <summary>The process that had them is gone, as after its restart.</summary>
    private static async Task<bool> ReturnLeasesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<CrawlFrontier>().ReleaseAllAsync(cancellationToken);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
