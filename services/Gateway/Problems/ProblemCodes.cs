using Crawler.Gateway.Crawls;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crawler.Gateway.Problems;

/// <summary>Gives what the web server refuses by itself the code that every problem of the API has.</summary>
internal static class ProblemCodes
{
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey("code"))
        {
            return;
        }

        var (code, detail) = problem.Status switch
        {
            StatusCodes.Status404NotFound => ("not-found", "There is nothing at this path."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This path does not take this method."),
            StatusCodes.Status408RequestTimeout => ("body-too-slow", "The body came too slowly."),
            StatusCodes.Status413PayloadTooLarge =>
                ("body-too-large", $"The body must not exceed {GatewayRegistration.MaxBodyBytes} bytes."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("unsupported-media-type", "The body must be application/json."),
            >= 500 => ("internal", "The request failed for a reason that is not the caller's; it may be tried again."),
            _ => ("bad-request", "The request could not be read."),
        };
        problem.Detail ??= detail;
        problem.Extensions["code"] = code;
        problem.Extensions["retryable"] = ApiProblems.IsRetryable(problem.Status);
    }

    /// <summary>The code with which a handler refuses; null where it does not.</summary>
    public static string? CodeOf(object? result) => result switch
    {
        INestedHttpResult { Result: var inner } => CodeOf(inner),
        ProblemHttpResult problem => problem.ProblemDetails.Extensions["code"] as string,
        _ => null,
    };
}
