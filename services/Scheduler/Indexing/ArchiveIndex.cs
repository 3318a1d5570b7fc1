using System.Runtime.CompilerServices;

using Crawler.Archive;
using Crawler.Archive.Cdxj;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Scheduler.Indexing;

/// <summary>Writes the CDXJ indexes of a crawl's WARC files from its rows. It may run beside whatever else does.</summary>
public sealed class ArchiveIndex(IServiceScopeFactory scopes, IArchiveIndexStore indexes)
{
    private const int Step = 1_000;

    /// <summary>Indexes what is stored of a crawl now. The same rows give the same files.</summary>
    /// <returns>How many files have an index, and how many lines are in them.</returns>
    public Task<(int Files, long Captures)> WriteAsync(Guid crawlId, CancellationToken cancellationToken) =>
        indexes.WriteAsync(crawlId, ReadAsync(crawlId, cancellationToken), cancellationToken);

    /// <summary>In steps, so that no reader holds back the database's log for long.</summary>
    private async IAsyncEnumerable<CdxjCapture> ReadAsync(
        Guid crawlId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<CrawlerDbContext>();
        var last = 0L;
        while (true)
        {
            var rows = await (
                from fetch in context.Set<Fetch>().AsNoTracking()
                join url in context.Set<FrontierUrl>().AsNoTracking()
                    on new { fetch.CrawlId, fetch.UrlKey } equals new { url.CrawlId, url.UrlKey }
                where fetch.CrawlId == crawlId && fetch.Seq > last
                orderby fetch.Seq
                select new { Fetch = fetch, url.Url }).Take(Step).ToListAsync(cancellationToken);
            foreach (var row in rows.Where(row => row.Fetch.ArchiveFile is not null))
            {
                yield return CaptureOf(row.Fetch, row.Url);
            }

            if (rows.Count < Step)
            {
                yield break;
            }

            last = rows[^1].Fetch.Seq;
        }
    }

    private static CdxjCapture CaptureOf(Fetch fetch, string url) => new()
    {
        Url = url,
        FetchedAt = fetch.FetchedAt,
        MediaType = fetch.ContentType,
        Status = fetch.HttpStatus,
        PayloadDigest = fetch.PayloadDigest ?? PayloadDigest.OfHex(fetch.Digest),
        IsRevisit = fetch.OriginalSeq is not null,
        Location = new ArchivePointer(fetch.ArchiveFile!, fetch.ArchiveOffset ?? 0, fetch.ArchiveLength ?? 0),
    };
}
