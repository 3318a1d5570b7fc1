using Crawler.Contracts.V1.Crawls;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Crawler.Gateway.Crawls;

/// <summary>
/// The API's refusals: problem details (RFC 9457) with a stable code, and the field where one is wrong.
/// </summary>
internal static class ApiProblems
{
    public static ProblemHttpResult InvalidSpec(IReadOnlyList<SpecError> errors) => Problem(
        400, "invalid-spec", $"{errors[0].Field} {errors[0].Message}.", errors[0].Field, errors);

    public static ProblemHttpResult Invalid(string field, string message) =>
        Problem(400, "invalid-parameter", $"{field} {message}.", field);

    public static ProblemHttpResult NoSuchCrawl(Guid id) => Problem(404, "no-such-crawl", $"There is no crawl {id}.");

    public static ProblemHttpResult CrawlHasEnded(string state) =>
        Problem(409, "crawl-has-ended", $"The crawl has ended as {state}; nothing can change it any more.");

    public static ProblemHttpResult IdempotencyConflict() => Problem(
        422, "idempotency-key-reused", "This Idempotency-Key was used before, for another request.", "Idempotency-Key");

    public static ProblemHttpResult Problem(
        int status, string code, string detail, string? field = null, IReadOnlyList<SpecError>? errors = null)
    {
        var extensions = new Dictionary<string, object?>(
            StringComparer.Ordinal)
        { ["code"] = code, ["retryable"] = IsRetryable(status) };
        if (field is not null)
        {
            extensions["field"] = field;
        }

        if (errors is not null)
        {
            extensions["errors"] = errors;
        }

        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    /// <summary>Whether the same request may be answered otherwise later.</summary>
    public static bool IsRetryable(int? status) =>
        status is StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests or >= 500;
}
