using System.Collections.Concurrent;

using Crawler.Downloader.Decoding;
using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Charsets;
using Crawler.WebStandards.Html;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// Reads bodies in one pass: decoded, digested, and where they are HTML transcoded and parsed, block by block.
/// </summary>
/// <remarks>
/// No body is ever held decoded as a whole. What a pass needs is taken from a small stock and given back, so that a
/// page costs the strings of its title and links and little else.
/// </remarks>
internal sealed class PageReader(IOptions<DownloaderOptions> options) : IPageReader, IDisposable
{
    private readonly ConcurrentBag<PageScratch> _stock = [];

    public PageFacts Read(FetchExchange exchange, in PageReading reading)
    {
        if (!_stock.TryTake(out var scratch))
        {
            scratch = new PageScratch();
        }

        PageFacts? facts = null;
        try
        {
            facts = new Pass(exchange, reading, scratch).Run();
            return facts;
        }
        finally
        {
            // What a broken body has left half-done, its digest for one, must not run into the next one's.
            if (facts is not null && _stock.Count < options.Value.MaxFetches)
            {
                _stock.Add(scratch);
            }
            else
            {
                scratch.Dispose();
            }
        }
    }

    public void Dispose()
    {
        while (_stock.TryTake(out var scratch))
        {
            scratch.Dispose();
        }
    }

    /// <summary>One body, read once.</summary>
    private readonly struct Pass(FetchExchange exchange, PageReading reading, PageScratch scratch)
    {
        public PageFacts Run()
        {
            var contentType = exchange.Headers?.First("Content-Type");
            var codings = exchange.Headers?.All("Content-Encoding") ?? [];
            var sentBytes = exchange.Body?.Length ?? 0;
            var isKnown = ContentDecoding.TryOpen(
                exchange.Body?.OpenRead() ?? Stream.Null, sentBytes, codings, reading.Limits, out var decoded);
            if (!isKnown)
            {
                return ReadAsSent(contentType);
            }

            using (decoded)
            {
                var head = scratch.Block.AsSpan(
                    0, decoded.ReadAtLeast(scratch.Block, CharsetSniffer.PrescanBytes, throwOnEndOfStream: false));
                var mediaType = MediaType.Of(contentType);
                if (mediaType is null && HtmlSniffing.LooksLikeHtml(head))
                {
                    mediaType = "text/html";
                }

                return MediaType.IsHtml(mediaType)
                    ? ReadHtml(decoded, head, contentType, mediaType)
                    : Facts(mediaType, ReadOn(decoded, head.Length, transcoder: null), HeaderDirectives());
            }
        }

        /// <summary>A coding that is not known: the body stands for itself, and nothing in it can be read.</summary>
        private PageFacts ReadAsSent(string? contentType)
        {
            using var sent = exchange.Body!.OpenRead();
            return Facts(MediaType.Of(contentType), ReadOn(sent, begun: 0, transcoder: null), HeaderDirectives());
        }

        private PageFacts ReadHtml(Stream decoded, ReadOnlySpan<byte> head, string? contentType, string? mediaType)
        {
            var charset = CharsetSniffer.Decide(head, contentType).Charset;
            scratch.Transcoder.Reset(charset);
            scratch.Parser.Reset(reading.Html);
            var length = ReadOn(decoded, head.Length, scratch.Transcoder);
            Transcode(default, scratch.Transcoder, isLast: true);
            scratch.Parser.Complete();

            var page = scratch.Parser.Page;
            var robots = page.Robots | HeaderDirectives();
            if (!(reading.ObeysRobots && robots.NoFollow))
            {
                scratch.Outlinks.Resolve(page, exchange.Request.Url, QueryEncoding.Of(charset), reading);
            }

            return Facts(mediaType, length, robots) with { Title = page.Title, Charset = charset.Name };
        }

        /// <summary>Reads to the end, from what the first block holds already. Returns the decoded length.</summary>
        private long ReadOn(Stream decoded, int begun, Utf8Transcoder? transcoder)
        {
            long length = 0;
            var count = begun > 0 ? begun : decoded.Read(scratch.Block);
            while (count > 0)
            {
                length += count;
                var block = scratch.Block.AsSpan(0, count);
                scratch.Hash.AppendData(block);
                if (transcoder is not null)
                {
                    Transcode(block, transcoder, isLast: false);
                }

                count = decoded.Read(scratch.Block);
            }

            return length;
        }

        private void Transcode(ReadOnlySpan<byte> block, Utf8Transcoder transcoder, bool isLast)
        {
            int written;
            do
            {
                transcoder.Transcode(block, scratch.Utf8, isLast, out var consumed, out written);
                scratch.Parser.Write(scratch.Utf8.AsSpan(0, written));
                block = block[consumed..];
            }
            while (!block.IsEmpty || (isLast && written > 0));
        }

        private RobotsDirectives HeaderDirectives() =>
            RobotsTags.Of(exchange.Headers, reading.Html.ProductToken);

        private PageFacts Facts(string? mediaType, long length, RobotsDirectives robots)
        {
            if (!(reading.ObeysRobots && robots.NoFollow))
            {
                OutlinkResolver.ResolveRefresh(exchange, reading);
            }

            var sha256 = scratch.Hash.GetHashAndReset();
            return new PageFacts
            {
                BodyBytes = length,
                Sha256 = sha256,
                IsCoded = exchange.Headers?.First("Content-Encoding") is not null,
                MediaType = mediaType,
                NoIndex = robots.NoIndex,
                NoArchive = robots.NoArchive,
            };
        }
    }
}
