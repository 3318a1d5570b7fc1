using System.Text.Json;
using System.Text.RegularExpressions;

using Crawler.Gateway.Crawls;
using Crawler.Persistence;

using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Crawler.Gateway.Problems;

/// <summary>
/// Turns what goes wrong in a request into problem details that tell a caller what to mend, and nothing of the inside.
/// </summary>
internal sealed partial class ProblemExceptionHandler(
    ICrawlerDatabase database, ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => UnreadableJson.Problem(json),
            BadHttpRequestException bad => Unreadable(bad),
            _ when database.IsUnavailable(exception) => Unavailable(httpContext),
            _ => ApiProblems.Problem(
                500, "internal", "The request failed for a reason that is not the caller's; it may be tried again."),
        };
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            // Once an exception is handled here, the framework does not tell of it.
            LogFailed(exception, httpContext.Request.Method, RouteOf(httpContext));
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ApiProblems.Problem(
            503, "database-unavailable", "The database cannot be reached at present; the request may be tried again.");
    }

    private static string? RouteOf(HttpContext httpContext) =>
        (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText;

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Route} failed")]
    private partial void LogFailed(Exception exception, string method, string? route);

    /// <summary>What cannot be bound is told by the framework in its message alone.</summary>
    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unreadable(BadHttpRequestException bad) =>
        Unbound().Match(bad.Message) is { Success: true } match
            ? ApiProblems.Invalid(match.Groups["name"].Value, "is not of the form that it should have")
            : TypedResults.Problem(statusCode: bad.StatusCode);

    [GeneratedRegex(
        "^Failed to bind parameter \"(?:[^\"]* )?(?<name>[^\" ]+)\" from \"",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Unbound();
}
