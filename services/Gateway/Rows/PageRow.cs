using System.Text.Json;

using Crawler.Gateway.Queries;
using Crawler.ServiceDefaults.Serialization;

namespace Crawler.Gateway.Rows;

/// <summary>One stored page as one line.</summary>
public static class PageRow
{
    /// <summary>The line before the others of comma-separated values.</summary>
    public const string CsvHeader =
        "seq,url,status,contentType,title,depth,bytes,digest,fetchedAt,durationMs,referrer,archiveFile,archiveOffset,archiveLength";

    /// <summary>As a JSON object.</summary>
    public static string ToJson(StoredPage page) => JsonSerializer.Serialize(page, CrawlerJson.Options);

    /// <summary>As comma-separated values (RFC 4180), under <see cref="CsvHeader"/>.</summary>
    public static string ToCsv(StoredPage page) => string.Join(
        ',',
        CsvCell.Of(page.Seq), CsvCell.Of(page.Url), CsvCell.Of(page.Status), CsvCell.Of(page.ContentType),
        CsvCell.Of(page.Title), CsvCell.Of(page.Depth), CsvCell.Of(page.Bytes), CsvCell.Of(page.Digest),
        CsvCell.Of(page.FetchedAt), CsvCell.Of(page.DurationMs), CsvCell.Of(page.Referrer),
        CsvCell.Of(page.Archive?.File), CsvCell.Of(page.Archive?.Offset), CsvCell.Of(page.Archive?.Length));
}
