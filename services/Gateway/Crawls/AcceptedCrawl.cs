namespace Crawler.Gateway.Crawls;

/// <summary>The answer to an accepted request.</summary>
/// <param name="Id">The crawl.</param>
/// <param name="Links">Where to go on: self, pages, urls, pause, resume, cancel.</param>
internal sealed record AcceptedCrawl(Guid Id, IReadOnlyDictionary<string, string> Links)
{
    public static AcceptedCrawl Of(Guid id) => new(id, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["self"] = $"/v1/crawls/{id}",
        ["pages"] = $"/v1/crawls/{id}/pages",
        ["urls"] = $"/v1/crawls/{id}/urls",
        ["pause"] = $"/v1/crawls/{id}/pause",
        ["resume"] = $"/v1/crawls/{id}/resume",
        ["cancel"] = $"/v1/crawls/{id}/cancel",
    });
}
