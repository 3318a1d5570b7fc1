using Crawler.Gateway.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Crawler.Gateway.Auditing;

/// <summary>Puts what a route does into the audit, with what came of it.</summary>
internal static class AuditedRoute
{
    /// <summary>
    /// Each request that reaches the route's handler becomes a row; its subject is the route's <c>id</c>. The row is
    /// written before the answer: where it cannot be, the request fails, and may be made again.
    /// </summary>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, string action) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var result = await next(context);
            var http = context.HttpContext;
            await http.RequestServices.GetRequiredService<AuditTrail>().AddAsync(
                AuditSource.Of(http), action, http.GetRouteValue("id")?.ToString(),
                ProblemCodes.CodeOf(result) ?? AuditSource.Done, CancellationToken.None);
            return result;
        });
}
