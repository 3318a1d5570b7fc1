using System.Globalization;
using System.Text.Json;

using Crawler.Gateway.Queries;
using Crawler.ServiceDefaults.Serialization;

namespace Crawler.Embedded.Output;

/// <summary>One archived page as one line.</summary>
internal static class RecordRow
{
    public const string Header = "seq\tstatus\trecord\tlength\tlocation\ttype\turl";

    /// <summary>Columns with tabs between them.</summary>
    public static string ToText(StoredPage page) => string.Create(
        CultureInfo.InvariantCulture,
        $"{page.Seq}\t{page.Status}\t{TypeOf(page)}\t{page.Archive!.Length}\t{page.Archive.File}:{page.Archive.Offset}\t{page.ContentType ?? "-"}\t{page.Url}");

    public static string ToJson(StoredPage page) => JsonSerializer.Serialize(
        new
        {
            page.Seq,
            page.Url,
            page.Status,
            Record = TypeOf(page),
            page.ContentType,
            page.Archive!.File,
            page.Archive.Offset,
            page.Archive.Length,
            page.OriginalSeq,
        },
        CrawlerJson.Options);

    private static string TypeOf(StoredPage page) => page.OriginalSeq is null ? "response" : "revisit";
}
