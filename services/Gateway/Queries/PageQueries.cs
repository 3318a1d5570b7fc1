using System.Runtime.CompilerServices;

using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Queries;

/// <summary>Reads the stored pages of a crawl, in order of their numbers.</summary>
public sealed class PageQueries(CrawlerDbContext context)
{
    /// <summary>The most pages of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Up to <paramref name="limit"/> pages with numbers above <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<StoredPage>> ReadAsync(
        Guid crawlId, long after, int limit, CancellationToken cancellationToken)
    {
        var urls = context.Set<FrontierUrl>().AsNoTracking();
        var pages =
            from fetch in context.Set<Fetch>().AsNoTracking()
            join url in urls on new { fetch.CrawlId, fetch.UrlKey } equals new { url.CrawlId, url.UrlKey }
            join parent in urls on new { url.CrawlId, Key = url.ReferrerKey } equals new
            {
                parent.CrawlId,
                Key = (byte[]?)parent.UrlKey
            }
                into parents
            from parent in parents.DefaultIfEmpty()
            where fetch.CrawlId == crawlId && fetch.Seq > after
            orderby fetch.Seq
            select new StoredPage
            {
                Seq = fetch.Seq,
                Url = url.Url,
                Status = fetch.HttpStatus,
                ContentType = fetch.ContentType,
                Title = fetch.Title,
                Depth = url.Depth,
                Bytes = fetch.BodyBytes,
                Digest = fetch.Digest,
                Unchanged = fetch.Unchanged,
                NoIndex = fetch.NoIndex,
                FetchedAt = fetch.FetchedAt,
                DurationMs = (long)fetch.Duration.TotalMilliseconds,
                Referrer = parent == null ? null : parent.Url,
                Archive = fetch.ArchiveFile == null
                    ? null
                    : new ArchiveLocation
                    {
                        File = fetch.ArchiveFile,
                        Offset = fetch.ArchiveOffset ?? 0,
                        Length = fetch.ArchiveLength ?? 0,
                    },
            };
        return await pages.Take(limit).ToListAsync(cancellationToken);
    }

    /// <summary>All pages with numbers above <paramref name="after"/>, read in steps.</summary>
    public async IAsyncEnumerable<StoredPage> ReadAllAsync(
        Guid crawlId, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var pages = await ReadAsync(crawlId, after, MaxLimit, cancellationToken);
            foreach (var page in pages)
            {
                yield return page;
            }

            if (pages.Count < MaxLimit)
            {
                yield break;
            }

            after = pages[^1].Seq;
        }
    }
}
