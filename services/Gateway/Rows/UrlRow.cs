using Crawler.Gateway.Queries;

namespace Crawler.Gateway.Rows;

/// <summary>One URL of a crawl as one line of comma-separated values.</summary>
internal static class UrlRow
{
    public const string CsvHeader =
        "url,host,kind,state,reason,rule,depth,path,referrer,attempts,status,lastSeq,discoveredAt,fetchedAt,dueAt";

    public static string ToCsv(CrawlUrl url) => string.Join(
        ',',
        CsvCell.Of(url.Url), CsvCell.Of(url.Host), CsvCell.Of(url.Kind.ToString()), CsvCell.Of(url.State.ToString()),
        CsvCell.Of(url.Reason?.ToString()), CsvCell.Of(url.Rule), CsvCell.Of(url.Depth), CsvCell.Of(url.Path),
        CsvCell.Of(url.Referrer), CsvCell.Of(url.Attempts), CsvCell.Of(url.Status), CsvCell.Of(url.LastSeq),
        CsvCell.Of(url.DiscoveredAt), CsvCell.Of(url.FetchedAt), CsvCell.Of(url.DueAt));
}
