namespace Crawler.Contracts.V1.Crawls;

/// <summary>
/// Which differences between two URLs a crawl takes for none, beside the fragment. Each may join different pages on
/// some site, so all are off by default. What is fetched is the URL as it was found first.
/// </summary>
public sealed record CanonicalizationSpec
{
    /// <summary>
    /// Parameters that only say where a visitor came from (utm_*, gclid, fbclid and the like) count for nothing.
    /// </summary>
    public bool DropTrackingParameters { get; init; }

    /// <summary>The order of parameters with different names counts for nothing.</summary>
    public bool SortQuery { get; init; }

    /// <summary>http and https are the same, on their default ports.</summary>
    public bool FoldScheme { get; init; }

    /// <summary>A leading <c>www.</c> counts for nothing, for the scope too.</summary>
    public bool FoldWww { get; init; }

    /// <summary>A last segment such as <c>index.html</c> is the same as its folder.</summary>
    public bool DropIndexFiles { get; init; }
}
