using System.Buffers;
using System.Net.Http.Headers;
using System.Text;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Robots;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Robots;

/// <summary>Asks an origin for its robots.txt, following redirects, the only ones that a downloader follows.</summary>
/// <remarks>
/// What an answer means is <see cref="RobotsFetchPolicy"/>'s decision. Each request, redirects included, waits for its
/// turn like any other fetch of the batch and passes the same address policy.
/// </remarks>
internal sealed class RobotsFetcher(IOptions<DownloaderOptions> options, TimeProvider time)
{
    /// <summary>
    /// Layers of a doubly coded robots.txt may unfold this far; the text itself ends at its own limit.
    /// </summary>
    private const long MaxUnfoldedBytes = 16 * 1024 * 1024;

    private const int FirstTextBytes = 2_048;

    private static readonly string[] NoCodings = [];

    /// <summary>Null where no turn was left to ask in.</summary>
    public async Task<RobotsAnswer?> AskAsync(
        WebUrl origin, FetchRequest template, Func<FetchRequest, Task<FetchExchange?>> fetchInTurn)
    {
        if (!WebUrl.TryParse("/robots.txt", origin, out var url))
        {
            return new RobotsAnswer(Robots: null, FetchReasons.Internal);
        }

        for (var hop = 0; hop <= RobotsFetchPolicy.MaxRedirects; hop++)
        {
            using var exchange = await fetchInTurn(template with
            {
                Url = url,
                ETag = null,
                LastModified = null,
                MaxBodyBytes = options.Value.MaxRobotsBytes,
                CutLongBody = true,
                HtmlOnly = false,
                KeepErrorBody = false,
            });
            if (exchange is null)
            {
                return null;
            }

            if (hop == 0 && exchange.Failure is FetchReasons.AddressDenied or FetchReasons.Dns)
            {
                return new RobotsAnswer(Robots: null, exchange.Failure);
            }

            if (RedirectTarget.Of(exchange) is not { } target)
            {
                return new RobotsAnswer(Judge(origin, exchange), Failure: null);
            }

            url = target;
        }

        var decision = RobotsFetchPolicy.RedirectedTooOften();
        return new RobotsAnswer(Conclude(origin, decision, status: null, text: null), Failure: null);
    }

    private OriginRobots Judge(WebUrl origin, FetchExchange exchange)
    {
        if (exchange.Failure is not null || exchange.Status is not { } status)
        {
            return Conclude(origin, RobotsFetchPolicy.Unanswered(), exchange.Status, text: null);
        }

        var decision = RobotsFetchPolicy.Answered(status, MaxAge(exchange.Headers));
        if (decision.Verdict != RobotsVerdict.ObeyBody)
        {
            return Conclude(origin, decision, status, text: null);
        }

        return Text(exchange) is { } text
            ? Conclude(origin, decision, status, text)
            : Conclude(origin, RobotsFetchPolicy.Unanswered(), status, text: null);
    }

    private OriginRobots Conclude(WebUrl origin, RobotsDecision decision, int? status, string? text) => new()
    {
        Origin = origin.Origin,
        Access = decision.Verdict switch
        {
            RobotsVerdict.ObeyBody => RobotsAccess.Rules,
            RobotsVerdict.AllowAll => RobotsAccess.AllowAll,
            _ => RobotsAccess.Unreachable,
        },
        Text = text,
        HttpStatus = status,
        ExpiresAt = time.GetUtcNow() + decision.Lifetime,
    };

    /// <summary>The text, cut at its limit; null where it cannot be decoded.</summary>
    private string? Text(FetchExchange exchange)
    {
        if (exchange.Body is not { } body)
        {
            return "";
        }

        // Most are of a few hundred bytes: room is made as it is needed.
        var text = new ArrayBufferWriter<byte>(FirstTextBytes);
        try
        {
            var limits = new DecodingLimits(
                MaxUnfoldedBytes, options.Value.MaxDecompressionRatio, options.Value.MaxEncodingLayers);
            var encodings = exchange.Headers?.All("Content-Encoding") ?? NoCodings;
            if (!ContentDecoding.TryOpen(body.OpenRead(), body.Length, encodings, limits, out var decoded))
            {
                return null;
            }

            using (decoded)
            {
                int count;
                do
                {
                    var room = text.GetSpan(1);
                    count = decoded.Read(room[..Math.Min(room.Length, options.Value.MaxRobotsBytes - text.WrittenCount)]);
                    text.Advance(count);
                }
                while (count > 0);
            }
        }
        catch (InvalidDataException) when (exchange.Cut == BodyCut.Length)
        {
            // A coded file that was cut at its limit ends torn; what came before counts (RFC 9309 section 2.5).
        }
        catch (Exception e) when (e is InvalidDataException or BodyTooLargeException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static TimeSpan? MaxAge(ResponseHeaders? headers) =>
        CacheControlHeaderValue.TryParse(headers?.First("Cache-Control"), out var value) ? value.MaxAge : null;
}
