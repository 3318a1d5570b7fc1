using System.Text.Json;
using System.Text.RegularExpressions;

using Crawler.Gateway.Crawls;
using Crawler.ServiceDefaults.Serialization;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Crawler.Gateway.Problems;

/// <summary>Tells of a body that cannot be read which of its fields is wrong, and what of it.</summary>
/// <remarks>
/// Converters of ours begin what they say with "must be"; what else is wrong is in the reader's words alone.
/// </remarks>
internal static partial class UnreadableJson
{
    public static ProblemHttpResult Problem(JsonException exception)
    {
        var field = exception.Path is { Length: > 2 } path ? path[2..] : null;
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return ApiProblems.Problem(
                400, "json-too-deep",
                $"{field ?? "The body"} must not be nested deeper than {CrawlerJson.Options.MaxDepth} levels.", field);
        }

        if (Missing().Match(exception.Message) is { Success: true } missing)
        {
            var name = missing.Groups["name"].Value;
            var whole = field is null ? name : $"{field}.{name}";
            return ApiProblems.Problem(400, "invalid-json", $"{whole} is required.", whole);
        }

        var what = exception.Message.StartsWith("must be", StringComparison.Ordinal)
            ? exception.Message.Split(" Path:", 2)[0].TrimEnd('.')
            : "is missing, or not of the form that it should have";
        return field is null
            ? ApiProblems.Problem(400, "invalid-json", "The body is not a JSON object of the form that it should have.")
            : ApiProblems.Problem(400, "invalid-json", $"{field} {what}.", field);
    }

    [GeneratedRegex(
        "missing required properties including: '(?<name>[^']+)'",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Missing();
}
