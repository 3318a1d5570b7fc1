using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Crawls;

/// <summary>Where a crawl's responses are kept.</summary>
public enum ArchiveKind
{
    /// <summary>As WARC 1.1 records.</summary>
    [JsonStringEnumMemberName("warc")]
    Warc,

    /// <summary>Nowhere: only what was learned of each page is kept.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
