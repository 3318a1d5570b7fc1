using System.Globalization;
using System.Text.Json;

using Crawler.Gateway.Queries;
using Crawler.ServiceDefaults.Serialization;

namespace Crawler.Embedded.Output;

/// <summary>One stored page as one line.</summary>
internal static class PageRow
{
    public const string CsvHeader =
        "seq,url,status,contentType,title,depth,bytes,digest,fetchedAt,durationMs,referrer,archiveFile,archiveOffset,archiveLength";

    public static string ToJson(StoredPage page) => JsonSerializer.Serialize(page, CrawlerJson.Options);

    public static string ToCsv(StoredPage page) => string.Join(
        ',',
        Text(page.Seq), Cell(page.Url), Text(page.Status), Cell(page.ContentType), Cell(page.Title), Text(page.Depth),
        Text(page.Bytes),
        Cell(page.Digest), page.FetchedAt.ToString("O", CultureInfo.InvariantCulture), Text(page.DurationMs),
        Cell(page.Referrer),
        Cell(page.Archive?.File), Text(page.Archive?.Offset), Text(page.Archive?.Length));

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // A spreadsheet takes such a cell for a formula; titles come from strangers (OWASP, CSV injection).
        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
