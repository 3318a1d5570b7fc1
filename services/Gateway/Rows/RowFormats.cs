using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Crawler.Gateway.Rows;

/// <summary>Finds in a request how its rows are wanted: in the Accept field (RFC 9110 section 12.5.1).</summary>
internal static class RowFormats
{
    public const string Json = "application/json";
    public const string NdJson = "application/x-ndjson";
    public const string Csv = "text/csv";

    /// <summary>
    /// The format that the caller prefers; JSON where it says nothing, null where it takes none of ours. The first of
    /// those that it likes equally.
    /// </summary>
    public static RowFormat? Of(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted is []
            ? RowFormat.Json
            : accepted.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1)
                .Select(Named).FirstOrDefault(format => format is not null);
    }

    private static RowFormat? Named(MediaTypeHeaderValue accepted) => accepted.MediaType.Value switch
    {
        NdJson or "application/jsonl" => RowFormat.NdJson,
        Csv or "text/*" => RowFormat.Csv,
        Json or "application/*" or "*/*" => RowFormat.Json,
        _ => null,
    };
}
