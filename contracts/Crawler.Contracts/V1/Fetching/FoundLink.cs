namespace Crawler.Contracts.V1.Fetching;

/// <summary>A link to a page, as found: absolute, without fragment, its identity left to Scheduler.</summary>
public sealed record FoundLink
{
    /// <summary>The absolute URL.</summary>
    public required string Url { get; init; }

    /// <summary>
    /// Which outcome's page it stands on, of several the one nearest to a seed: an index into
    /// <see cref="HostBatchFetched.Outcomes"/>.
    /// </summary>
    public required int From { get; init; }
}
