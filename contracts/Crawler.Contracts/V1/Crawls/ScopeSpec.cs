namespace Crawler.Contracts.V1.Crawls;

/// <summary>Which discovered URLs belong to a crawl.</summary>
public sealed record ScopeSpec
{
    /// <summary>How far from the seeds a URL may lie.</summary>
    public ScopeKind Kind { get; init; } = ScopeKind.Host;

    /// <summary>
    /// Regular expressions of which one must match a URL, when there are any. At most 100, of 1,000 characters each.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Regular expressions of which none may match a URL. At most 100, of 1,000 characters each.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
