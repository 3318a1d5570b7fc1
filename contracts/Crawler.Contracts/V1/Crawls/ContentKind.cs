using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Crawls;

/// <summary>Which content types a crawl keeps.</summary>
public enum ContentKind
{
    /// <summary>Every response; only HTML is read for links.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>HTML alone; any other response is Skipped(ContentType) before its body is read.</summary>
    [JsonStringEnumMemberName("html")]
    Html,
}
