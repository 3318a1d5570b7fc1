using System.Runtime.CompilerServices;

using Crawler.Persistence;
using Crawler.Persistence.Frontier;

using Microsoft.EntityFrameworkCore;

namespace Crawler.Gateway.Queries;

/// <summary>Reads what became of each URL that a crawl knows.</summary>
/// <remarks>
/// URLs come in the order of their keys, which are digests: the order says nothing, and stays. What a running crawl
/// discovers meanwhile may lie before the place that a reader has come to; of a crawl that has ended all are seen.
/// </remarks>
public sealed class UrlQueries(CrawlerDbContext context)
{
    /// <summary>The most URLs of one answer.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Up to <paramref name="limit"/> URLs after a place in their order; an empty one is its beginning.</summary>
    public async Task<IReadOnlyList<CrawlUrl>> ReadAsync(
        Guid crawlId, UrlFilter filter, byte[] after, int limit, CancellationToken cancellationToken)
    {
        // By SQL, because LINQ has no order of bytes.
        var rows = context.Set<FrontierUrl>()
            .FromSql($"SELECT * FROM urls WHERE url_key > {after}").AsNoTracking()
            .Where(url => url.CrawlId == crawlId);
        return await Described(Filtered(rows, filter)).OrderBy(url => url.Key).Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <summary>All URLs, in parts of up to <see cref="MaxLimit"/>, or no more than <paramref name="limit"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<CrawlUrl>> ReadPartsAsync(
        Guid crawlId, UrlFilter filter, byte[] after, long? limit,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var left = limit ?? long.MaxValue;
        while (left > 0)
        {
            var asked = (int)Math.Min(left, MaxLimit);
            var part = await ReadAsync(crawlId, filter, after, asked, cancellationToken);
            if (part is not [])
            {
                yield return part;
                after = part[^1].Key;
                left -= part.Count;
            }

            if (part.Count < asked)
            {
                yield break;
            }
        }
    }

    private static IQueryable<FrontierUrl> Filtered(IQueryable<FrontierUrl> urls, UrlFilter filter)
    {
        if (filter.Kind is { } kind)
        {
            urls = urls.Where(url => url.Kind == kind);
        }

        if (filter.State is { } state)
        {
            urls = urls.Where(url => url.State == state);
        }

        if (filter.Reason is { } reason)
        {
            urls = urls.Where(url => url.Reason == reason);
        }

        if (filter.Host is { } host)
        {
            urls = urls.Where(url => url.Host == host);
        }

        return filter.Contains is { } part ? urls.Where(url => url.Url.Contains(part)) : urls;
    }

    private IQueryable<CrawlUrl> Described(IQueryable<FrontierUrl> urls) =>
        from url in urls
        join parent in context.Set<FrontierUrl>().AsNoTracking()
            on new { url.CrawlId, Key = url.ReferrerKey } equals new { parent.CrawlId, Key = (byte[]?)parent.UrlKey }
            into parents
        from parent in parents.DefaultIfEmpty()
        select new CrawlUrl
        {
            Url = url.Url,
            Host = url.Host,
            Kind = url.Kind,
            State = url.State,
            Reason = url.Reason,
            Rule = url.ReasonDetail,
            Depth = url.Depth,
            Path = url.DiscoveryPath,
            Referrer = parent == null ? null : parent.Url,
            Attempts = url.Attempts,
            Status = url.HttpStatus,
            LastSeq = url.LastSeq,
            DiscoveredAt = url.DiscoveredAt,
            FetchedAt = url.FetchedAt,
            DueAt = url.DueAt,
            Key = url.UrlKey,
        };
}
