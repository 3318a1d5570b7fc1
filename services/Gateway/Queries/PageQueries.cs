using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence;
using Crawler.Persistence.Crawls;
using Crawler.Persistence.Frontier;
using Crawler.ServiceDefaults.Serialization;
using Crawler.WebStandards.Url;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Queries;

/// <summary>Reads the stored pages of a crawl, in order of their numbers.</summary>
public sealed class PageQueries(CrawlerDbContext context)
{
    /// <summary>The most pages of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Up to <paramref name="limit"/> pages with numbers above <paramref name="after"/>.</summary>
    public async Task<IReadOnlyList<StoredPage>> ReadAsync(
        Guid crawlId, long after, int limit, CancellationToken cancellationToken) =>
        await Pages(crawlId).Where(page => page.Seq > after).OrderBy(page => page.Seq).Take(limit)
            .ToListAsync(cancellationToken);

    /// <summary>The page with a number; null where there is none.</summary>
    public Task<StoredPage?> FindAsync(Guid crawlId, long seq, CancellationToken cancellationToken) =>
        Pages(crawlId).SingleOrDefaultAsync(page => page.Seq == seq, cancellationToken);

    /// <summary>
    /// The number of the page that was last stored of a URL; null where it was not, or is not known to the crawl.
    /// </summary>
    public async Task<long?> FindLastAsync(Guid crawlId, WebUrl url, CancellationToken cancellationToken)
    {
        var spec = await context.Set<CrawlSaga>().AsNoTracking()
            .Where(crawl => crawl.CorrelationId == crawlId)
            .Select(crawl => crawl.Spec)
            .SingleOrDefaultAsync(cancellationToken);
        var key = new byte[UrlKey.Size];
        UrlKey.Of(ProfileOf(spec).Canonicalize(url)).WriteTo(key);
        return await context.Set<FrontierUrl>().AsNoTracking()
            .Where(row => row.CrawlId == crawlId && row.UrlKey == key)
            .Select(row => row.LastSeq)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>A spec has its options under the names that the profile gives them.</summary>
    private static CanonicalUrlProfile ProfileOf(string? spec) =>
        spec is not null && JsonNode.Parse(spec)?["canonicalization"] is { } options
            ? options.Deserialize<CanonicalUrlProfile>(CrawlerJson.Options)!
            : CanonicalUrlProfile.Default;

    private IQueryable<StoredPage> Pages(Guid crawlId)
    {
        var urls = context.Set<FrontierUrl>().AsNoTracking();
        return
            from fetch in context.Set<Fetch>().AsNoTracking()
            join url in urls on new { fetch.CrawlId, fetch.UrlKey } equals new { url.CrawlId, url.UrlKey }
            join parent in urls on new { url.CrawlId, Key = url.ReferrerKey } equals new
            {
                parent.CrawlId,
                Key = (byte[]?)parent.UrlKey
            }
                into parents
            from parent in parents.DefaultIfEmpty()
            where fetch.CrawlId == crawlId
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
                OriginalSeq = fetch.OriginalSeq,
            };
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
