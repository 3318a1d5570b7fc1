using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Crawls;

/// <summary>What a crawl does with the sitemaps of its seeds' origins.</summary>
public enum SitemapMode
{
    /// <summary>Pages are found by links and by sitemaps.</summary>
    [JsonStringEnumMemberName("include")]
    Include,

    /// <summary>Pages are the seeds and what sitemaps list; links are not followed.</summary>
    [JsonStringEnumMemberName("only")]
    Only,

    /// <summary>No sitemap is asked for.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,
}
