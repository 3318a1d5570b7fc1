using System.Diagnostics;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Crawler.ServiceDefaults.Telemetry;

/// <summary>
/// Tells the span of a request what is known only when it has been answered: its route, and with what. ASP.NET Core
/// leaves that to a package (OpenTelemetry's semantic conventions for HTTP spans).
/// </summary>
internal static class RequestSpans
{
    public static async Task TellAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
        {
            return;
        }

        var status = context.Response.StatusCode;
        span.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.DisplayName = context.Request.Method;
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } pattern)
        {
            // The pattern of a group's first route ends in the slash that joins the two.
            var route = pattern.Length > 1 ? pattern.TrimEnd('/') : pattern;
            span.SetTag("http.route", route);
            span.DisplayName = $"{context.Request.Method} {route}";
        }
    }
}
