using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Scheduler.Frontier;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Indexing;

/// <summary>Indexes the archives of crawls that have ended, each once for all that it stored.</summary>
/// <remarks>
/// A crawl's counters say up to which number its index goes; what a process that died did not index, the next one
/// does.
/// </remarks>
public sealed class ArchiveIndexing
{
    private const int MaxCrawls = 100;

    private static readonly string[] Ended = [CrawlStates.Completed, CrawlStates.Failed, CrawlStates.Cancelled];

    private readonly ArchiveIndex _index;
    private readonly IFrontierStore _store;
    private readonly IServiceScopeFactory _scopes;

    internal ArchiveIndexing(ArchiveIndex index, IFrontierStore store, IServiceScopeFactory scopes)
    {
        _index = index;
        _store = store;
        _scopes = scopes;
    }

    /// <summary>
    /// Indexes what has ended and is not indexed, the oldest crawls first. Where another process does so it returns, or
    /// <paramref name="waits"/> for its turn.
    /// </summary>
    public async Task IndexEndedAsync(bool waits, CancellationToken cancellationToken)
    {
        await using var turn = await _store.TakeTurnAsync(DatabaseTurn.Index, waits, cancellationToken);
        if (turn is null)
        {
            return;
        }

        foreach (var (crawlId, lastSeq) in await FindAsync(cancellationToken))
        {
            await _index.WriteAsync(crawlId, cancellationToken);
            await _store.RunAsync(transaction => NoteAsync(transaction, crawlId, lastSeq), cancellationToken);
        }
    }

    private static async ValueTask NoteAsync(IFrontierTransaction transaction, Guid crawlId, long lastSeq)
    {
        if (await transaction.LockCountersAsync(crawlId) is { } counters)
        {
            counters.IndexedSeq = lastSeq;
            await transaction.SaveCountersAsync(counters);
        }
    }

    private async Task<IReadOnlyList<(Guid CrawlId, long LastSeq)>> FindAsync(CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        var found = await (
            from counters in context.Set<CrawlCounters>().AsNoTracking()
            join crawl in context.Set<CrawlSaga>().AsNoTracking() on counters.CrawlId equals crawl.CorrelationId
            where counters.IndexedSeq < counters.LastSeq && Ended.Contains(crawl.CurrentState)
            orderby crawl.SubmittedAt
            select new { counters.CrawlId, counters.LastSeq }).Take(MaxCrawls).ToListAsync(cancellationToken);
        return [.. found.Select(row => (row.CrawlId, row.LastSeq))];
    }
}
