using Crawler.Gateway.Crawls;

using Microsoft.AspNetCore.Http.HttpResults;

namespace Crawler.Gateway.Rows;

/// <summary>What may be wrong with a request for rows.</summary>
internal static class RowProblems
{
    public static ProblemHttpResult NotAcceptable(bool follows) => ApiProblems.Problem(
        406, "not-acceptable",
        follows ? $"With follow the answer is {RowFormats.NdJson}."
            : $"Accept must admit {RowFormats.Json}, {RowFormats.NdJson} or {RowFormats.Csv}.", "Accept");

    public static ProblemHttpResult NoSuchPage(Guid id, long seq) =>
        ApiProblems.Problem(404, "no-such-page", $"The crawl {id} has no page {seq}.");

    public static ProblemHttpResult? First(params ReadOnlySpan<ProblemHttpResult?> problems)
    {
        foreach (var problem in problems)
        {
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>A part of rows in one answer is bounded; a stream of them is not.</summary>
    public static ProblemHttpResult? OfLimit(RowFormat format, long? limit, int most) => format switch
    {
        RowFormat.Json when limit is < 1 || limit > most => ApiProblems.Invalid("limit", $"must be from 1 to {most}"),
        _ => limit < 1 ? ApiProblems.Invalid("limit", "must be 1 or more") : null,
    };

    public static ProblemHttpResult? OfName<TName>(string field, string? text, out TName? name)
        where TName : struct, Enum
    {
        name = null;
        if (text is null)
        {
            return null;
        }

        if (!Enum.GetNames<TName>().Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return ApiProblems.Invalid(field, $"must be one of {string.Join(", ", Enum.GetNames<TName>())}");
        }

        name = Enum.Parse<TName>(text, ignoreCase: true);
        return null;
    }

    public static ProblemHttpResult? OfText(string field, string? text, int most) =>
        text is null || (text.Length >= 1 && text.Length <= most && !text.Contains('\0', StringComparison.Ordinal))
            ? null : ApiProblems.Invalid(field, $"must be 1 to {most} characters, none of them NUL");

    /// <summary>A place in an order, as an answer before named it; the beginning where there is none.</summary>
    public static ProblemHttpResult? OfKey(string field, string? text, int bytes, out byte[] key)
    {
        key = [];
        if (text is null)
        {
            return null;
        }

        if (text.Length != bytes * 2 || !text.All(char.IsAsciiHexDigit))
        {
            return ApiProblems.Invalid(field, "must be the next of an answer before");
        }

        key = Convert.FromHexString(text);
        return null;
    }
}
