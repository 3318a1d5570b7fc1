using System.Diagnostics;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.ServiceDefaults.Telemetry;

namespace Crawler.Downloader.Telemetry;

/// <summary>The spans of fetches. Sites see nothing of them: no trace header leaves with a request.</summary>
internal static class FetchSpan
{
    /// <summary>Null while nobody listens.</summary>
    public static Activity? BeginPage() => CrawlerTelemetry.Spans.StartActivity("fetch", ActivityKind.Client);

    /// <inheritdoc cref="BeginPage" />
    public static Activity? BeginRobots() =>
        CrawlerTelemetry.Spans.StartActivity("fetch robots.txt", ActivityKind.Client);

    public static void Tell(Activity? span, FetchExchange exchange)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("http.request.method", "GET");
            span.SetTag("url.full", LogUrl.Of(exchange.Request.Url));
            span.SetTag("http.response.status_code", exchange.Status);
            if (exchange.Failure is { } failure)
            {
                span.SetTag("error.type", failure);
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }

    public static void Tell(Activity? span, FetchExchange exchange, UrlOutcome outcome)
    {
        Tell(span, exchange);
        span?.SetTag("crawler.outcome", outcome.Reason ?? outcome.Kind.ToString());
    }
}
