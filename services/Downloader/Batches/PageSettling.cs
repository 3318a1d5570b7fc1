using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Telemetry;
using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Batches;

/// <summary>Makes an outcome of an exchange: reads the page, archives it, judges.</summary>
internal sealed class PageSettling(BatchParts parts, FetchHostBatch batch)
{
    private readonly BatchLinks _links = new(batch.Urls, parts.Options.Value.MaxLinksPerBatch);
    private readonly BatchArchive _archive = new(parts.Archive, batch);

    private readonly HtmlPageOptions _html = new()
    {
        MaxLinks = parts.Options.Value.MaxLinksPerPage,
        ProductToken = ProductToken.Of(batch.UserAgent),
    };

    public IReadOnlyList<FoundLink> Links() => _links.ToList();

    /// <summary>Makes durable what was archived.</summary>
    public ValueTask FlushAsync() => _archive.FlushAsync(CancellationToken.None);

    /// <summary>Null where the archive cannot take the exchange: a page that cannot be kept was not fetched.</summary>
    public async ValueTask<UrlOutcome?> SettleAsync(
        int index, FetchExchange exchange, CancellationToken cancellationToken)
    {
        var facts = Read(index, exchange);
        try
        {
            var archived = await _archive.AppendAsync(batch.Urls[index], exchange, facts, cancellationToken);
            return UrlOutcomes.Of(batch.Urls[index].Key, exchange, facts, archived);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            parts.Log.ArchiveFailed(e, LogUrl.Of(exchange.Request.Url), batch.LeaseId);
            return null;
        }
    }

    private PageFacts? Read(int index, FetchExchange exchange)
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
            var reading = new PageReading(_links, index, batch.ObeyRobots, _html, limits);
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
