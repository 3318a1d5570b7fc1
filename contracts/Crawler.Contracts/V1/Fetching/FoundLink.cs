using System.Text.Json.Serialization;

namespace Crawler.Contracts.V1.Fetching;

/// <summary>
/// A link to a page, from a page to its asset, or from a sitemap to a further one, as found: absolute, without
/// fragment, its identity left to Scheduler.
/// </summary>
public sealed record FoundLink
{
    /// <summary>The absolute URL.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Which outcome's page it stands on, of several the one nearest to a seed: an index into
    /// <see cref="HostBatchFetched.Outcomes"/>.
    /// </summary>
    public required int From { get; init; }

    /// <summary>
    /// What it leads to: a page, unless the page is made of it, or a sitemap lists it as a further sitemap.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ResourceKind Kind { get; init; }
}
