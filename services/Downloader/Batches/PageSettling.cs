using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Storage;
using Crawler.Downloader.Telemetry;
using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Batches;

/// <summary>Makes an outcome of an exchange: reads the page, archives it, judges.</summary>
internal sealed class PageSettling(BatchParts parts, FetchHostBatch batch)
{
    private readonly BatchLinks _links = new(
        batch.Urls, parts.Options.Value.MaxLinksPerBatch, (url, depth) => parts.SentLinks.Knows(batch, url, depth));

    private readonly BatchArchive _archive = new(parts.Archive, batch);

    private readonly HtmlPageOptions _html = new()
    {
        Kinds = (batch.FollowLinks ? HtmlLinkKinds.Pages : HtmlLinkKinds.None)
            | (batch.Assets ? HtmlLinkKinds.Assets : HtmlLinkKinds.None),
        MaxLinks = parts.Options.Value.MaxLinksPerPage,
        ProductToken = ProductToken.Of(batch.UserAgent),
    };

    /// <summary>How many links were dropped already, because Scheduler has them.</summary>
    public int SiftedOut => _links.SiftedOut;

    public IReadOnlyList<FoundLink> Links() => _links.ToList();

    /// <summary>Makes durable what was archived; false where nothing was.</summary>
    public ValueTask<bool> FlushAsync() => _archive.FlushAsync(CancellationToken.None);

    /// <summary>
    /// Null where the archive cannot take the exchange, or the answer no more links: a page that cannot be kept, or
    /// whose links nobody learns of, was not fetched.
    /// </summary>
    public async ValueTask<UrlOutcome?> SettleAsync(
        int index, FetchExchange exchange, CancellationToken cancellationToken)
    {
        var links = new PageLinks();
        var facts = Read(index, exchange, links);
        if (facts is not null && !TakeLinks(index, exchange, links))
        {
            return null;
        }

        try
        {
            var archived = await _archive.AppendAsync(batch.Urls[index], exchange, facts, cancellationToken);
            return UrlOutcomes.Of(batch.Urls[index].Key, exchange, facts, archived);
        }
        catch (Exception e) when (e is not (OperationCanceledException or ArgumentException))
        {
            // An argument is this page's mistake, and no failure of the archive: it must not hold the others up.
            parts.Log.ArchiveFailed(e, LogUrl.Of(exchange.Request.Url), batch.LeaseId);
            parts.Storage.Fail(StorageKind.Archive, batch, e);
            return null;
        }
    }

    private bool TakeLinks(int index, FetchExchange exchange, PageLinks links)
    {
        if (!_links.TryTake(links, index, out var cut))
        {
            parts.Log.LinksFull(LogUrl.Of(exchange.Request.Url), batch.LeaseId);
            return false;
        }

        if (cut > 0)
        {
            parts.Log.LinksCut(LogUrl.Of(exchange.Request.Url), cut);
            parts.Metrics.LinksCut(cut);
        }

        return true;
    }

    private PageFacts? Read(int index, FetchExchange exchange, PageLinks links)
    {
        if (exchange.Failure is not null || exchange.Skip is not null || exchange.Status is not (>= 200 and < 300))
        {
            return null;
        }

        try
        {
            var options = parts.Options.Value;
            var isSitemap = batch.Urls[index].Kind == ResourceKind.Sitemap;
            var limits = new DecodingLimits(
                isSitemap ? options.MaxSitemapBytes : batch.MaxBodyBytes,
                options.MaxDecompressionRatio,
                options.MaxEncodingLayers);
            var reading = new PageReading(links, batch.ObeyRobots, _html, limits);
            if (isSitemap)
            {
                return parts.Sitemaps.Read(exchange, reading);
            }

            var facts = parts.PageReader.Read(exchange, reading);
            if (batch.HtmlOnly && !MediaType.IsHtml(facts.MediaType))
            {
                exchange.Skip = FetchReasons.ContentType;
                return null;
            }

            return facts;
        }
        catch (InvalidDataException)
        {
            exchange.Failure = FetchReasons.Body;
        }
        catch (BodyTooLargeException)
        {
            exchange.Skip = FetchReasons.TooLarge;
        }

        return null;
    }
}
