using System.Text.Json;

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
            BadHttpRequestException { InnerException: JsonException json } => Unreadable(json),
            BadHttpRequestException bad => TypedResults.Problem(statusCode: bad.StatusCode),
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

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Unreadable(JsonException exception)
    {
        var field = exception.Path is { Length: > 2 } path ? path[2..] : null;
        var what = exception.Message.StartsWith("must be", StringComparison.Ordinal)
            ? exception.Message.Split(" Path:", 2)[0].TrimEnd('.')
            : "is missing, or not of the form that it should have";
        return field is null
            ? ApiProblems.Problem(
                400, "invalid-json",
                "The body is not a JSON object of the form that it should have; seeds are required.")
            : ApiProblems.Problem(400, "invalid-json", $"{field} {what}.", field);
    }
}
