using Crawler.Gateway.Crawls;

using Microsoft.AspNetCore.Http;

namespace Crawler.Gateway.Access;

/// <summary>
/// Refuses what a page of another site makes a browser send to change something. There is no CORS: no such page may
/// read an answer either.
/// </summary>
/// <remarks>
/// A browser says where a request comes from (Fetch Metadata, Sec-Fetch-Site), an old one by Origin alone; what is no
/// browser sends neither. The scheme is not compared, because a proxy may take it away.
/// </remarks>
internal static class SameOrigin
{
    public static Task RequireAsync(HttpContext context, RequestDelegate next) =>
        IsSafe(context.Request.Method) || IsFromHere(context.Request)
            ? next(context)
            : ApiProblems.Problem(
                StatusCodes.Status403Forbidden, "cross-origin",
                "A page of another origin may not change anything here.").ExecuteAsync(context);

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
        {
            return site is ["same-origin" or "none"];
        }

        // RFC 6454 section 7: scheme and authority, or null.
        return !request.Headers.TryGetValue("Origin", out var origin)
            || (origin is [{ } value] && value.Split("://") is [_, { } authority]
                && authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
