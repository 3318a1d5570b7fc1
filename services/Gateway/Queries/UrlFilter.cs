using Crawler.Persistence.Frontier;

namespace Crawler.Gateway.Queries;

/// <summary>Which URLs of a crawl are asked for: those to which all that is not null applies.</summary>
/// <param name="Kind">Pages or sitemaps.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Reason">Why they were skipped or failed.</param>
/// <param name="Host">Their host, with the port unless that is the scheme's own.</param>
/// <param name="Contains">A part of the URL, in these very letters.</param>
public sealed record UrlFilter(
    UrlKind? Kind = null, UrlState? State = null, UrlReason? Reason = null, string? Host = null,
    string? Contains = null);
