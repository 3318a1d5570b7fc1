using System.Collections.Concurrent;

using Crawler.Contracts.V1.Fetching;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// The sent-link filter: a link that Scheduler has committed is not sent again, for most links of a site stand on every
/// page of it.
/// </summary>
/// <remarks>
/// Nothing may be lost by it. So a link counts as known only when Scheduler has said that the answer which brought it
/// is committed (<see cref="FetchHostBatch.CommittedLeases"/>); keys are exact; and a link that is found nearer to a
/// seed than before is sent again, because a smaller depth may bring it within the crawl's limit. Memory is bounded,
/// and all that forgetting costs is that a link is sent once more.
/// </remarks>
internal sealed class SentLinks(IOptions<DownloaderOptions> options)
{
    private const int MaxCrawls = 16;

    private readonly int _mostPerCrawl = options.Value.SentLinksPerCrawl;
    private readonly ConcurrentDictionary<Guid, CrawlSentLinks> _crawls = new();

    /// <summary>Takes note that the answers to these leases are committed.</summary>
    public void Confirm(FetchHostBatch batch)
    {
        if (_crawls.TryGetValue(batch.CrawlId, out var crawl))
        {
            crawl.Confirm(batch.CommittedLeases);
        }
    }

    /// <summary>Whether Scheduler has a link that a batch has found, at no greater depth.</summary>
    public bool Knows(FetchHostBatch batch, string url, int depth) =>
        Applies(batch)
        && _crawls.TryGetValue(batch.CrawlId, out var crawl)
        && crawl.Knows(new SentLink(UrlKey.Of(url), depth));

    /// <summary>
    /// The links that Scheduler may not know yet. They count as sent by this batch once its lease is confirmed.
    /// </summary>
    public IReadOnlyList<FoundLink> Sift(FetchHostBatch batch, IReadOnlyList<FoundLink> links)
    {
        if (links.Count == 0 || !Applies(batch))
        {
            return links;
        }

        var crawl = CrawlOf(batch.CrawlId);
        var unknown = new List<FoundLink>();
        var sent = new List<SentLink>();
        foreach (var link in links)
        {
            var candidate = new SentLink(UrlKey.Of(link.Url), LinkDepth.Of(batch.Urls[link.From], link.Kind));
            if (!crawl.Knows(candidate))
            {
                unknown.Add(link);
                sent.Add(candidate);
            }
        }

        crawl.Await(batch.LeaseId, [.. sent]);
        return unknown;
    }

    /// <summary>The links of a batch were not sent after all: its confirmation says nothing of them.</summary>
    public void Abandon(Guid crawlId, Guid leaseId)
    {
        if (_crawls.TryGetValue(crawlId, out var crawl))
        {
            crawl.Abandon(leaseId);
        }
    }

    /// <summary>Lets go of a crawl that has ended.</summary>
    public void Forget(Guid crawlId) => _crawls.TryRemove(crawlId, out _);

    /// <summary>
    /// What a sitemap lists is sent whole: it is read once, and its further sitemaps are no pages.
    /// </summary>
    private bool Applies(FetchHostBatch batch) => _mostPerCrawl > 0 && batch.Urls[0].Kind != ResourceKind.Sitemap;

    private CrawlSentLinks CrawlOf(Guid crawlId)
    {
        while (_crawls.Count >= MaxCrawls && !_crawls.ContainsKey(crawlId))
        {
            _crawls.TryRemove(_crawls.MinBy(entry => entry.Value.LastUsed).Key, out _);
        }

        return _crawls.GetOrAdd(crawlId, static (_, most) => new CrawlSentLinks(most), _mostPerCrawl);
    }
}
