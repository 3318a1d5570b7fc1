using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Telemetry;
using Crawler.WebStandards.Sitemaps;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Outlinks;

/// <summary>Reads a fetched sitemap, and gives what it lists to the reading as links.</summary>
/// <remarks>
/// Whatever is wrong with it, what was read before counts, and the sitemap as read: asking again would bring the same.
/// What was wrong is logged.
/// </remarks>
internal sealed partial class SitemapPass(IOptions<DownloaderOptions> options, ILogger<SitemapPass> logger)
{
    public PageFacts Read(FetchExchange exchange, in PageReading reading)
    {
        var codings = exchange.Headers?.All("Content-Encoding") ?? [];
        var isCoded = codings.Any();
        var sent = exchange.Body?.OpenRead() ?? Stream.Null;
        using var body = new DigestingStream(
            ContentDecoding.TryOpen(sent, exchange.Body?.Length ?? 0, codings, reading.Limits, out var decoded)
                ? decoded
                : Stream.Null);
        using var sitemap = new SitemapReader(
            body, SitemapLimits.Protocol with { MaxBytes = options.Value.MaxSitemapBytes });
        var urls = 0;
        var problem = "";
        var digest = Array.Empty<byte>();
        try
        {
            while (sitemap.Read())
            {
                urls += Add(exchange, reading, sitemap.Current) ? 1 : 0;
            }

            problem = sitemap.Problem == SitemapProblem.None ? "" : sitemap.Problem.ToString();
            digest = body.Complete();
        }
        catch (Exception e) when (e is InvalidDataException or BodyTooLargeException)
        {
            problem = e.Message;
            isCoded = true;
        }

        Log(LogUrl.Of(exchange.Request.Url), sitemap.Format.ToString(), urls, problem);
        return new PageFacts
        {
            BodyBytes = body.BytesRead,
            Sha256 = digest,
            IsCoded = isCoded,
            MediaType = MediaType.Of(exchange.Headers?.First("Content-Type")),
            NoArchive = RobotsTags.Of(exchange.Headers, reading.Html.ProductToken).NoArchive,
        };
    }

    private static bool Add(FetchExchange exchange, in PageReading reading, SitemapEntry entry)
    {
        if (!WebUrl.TryParse(entry.Location, exchange.Request.Url, out var url) || !url.IsHttp)
        {
            return false;
        }

        var kind = entry.Kind == SitemapEntryKind.Sitemap ? ResourceKind.Sitemap : ResourceKind.Page;
        reading.Links.Add(url.WithoutFragment().Href, kind);
        return true;
    }

    private void Log(string url, string format, int urls, string problem)
    {
        if (problem.Length == 0)
        {
            LogRead(url, format, urls);
        }
        else
        {
            LogProblem(url, urls, problem);
        }
    }

    [LoggerMessage(1301, LogLevel.Debug, "Sitemap {Url} ({Format}) lists {Urls} URLs.")]
    private partial void LogRead(string url, string format, int urls);

    [LoggerMessage(
        1302, LogLevel.Information, "Sitemap {Url} gives {Urls} URLs, and was not read to its end: {Problem}")]
    private partial void LogProblem(string url, int urls, string problem);
}
