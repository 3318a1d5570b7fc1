using Microsoft.AspNetCore.Http;

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
            StatusCodes.Status413PayloadTooLarge =>
                ("body-too-large", $"The body must not exceed {GatewayRegistration.MaxBodyBytes} bytes."),
            StatusCodes.Status415UnsupportedMediaType =>
                ("unsupported-media-type", "The body must be application/json."),
            >= 500 => ("internal", "The request failed for a reason that is not the caller's; it may be tried again."),
            _ => ("bad-request", "The request could not be read."),
        };
        problem.Detail ??= detail;
        problem.Extensions["code"] = code;
        problem.Extensions["retryable"] = problem.Status >= 500;
    }
}
