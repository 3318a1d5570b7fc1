namespace Crawler.Contracts.V1.Crawls;

/// <summary>What a crawl is to do: where it starts, how far it goes, how politely, and what it keeps.</summary>
/// <remarks>
/// The same shape over HTTP, in messages and in files, written in camelCase. Everything but <see cref="Seeds"/> is
/// optional.
/// Durations are written <c>500ms</c>, <c>1.5s</c>, <c>10m</c>, <c>2h</c>; ISO 8601 (<c>PT1H</c>) is read too. Since
/// V1.
/// </remarks>
public sealed record CrawlSpec
{
    /// <summary>Absolute http or https URLs where the crawl starts: 1 to 10,000.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>Which discovered URLs belong to the crawl. By default those on the seeds' hosts.</summary>
    public ScopeSpec Scope { get; init; } = new();

    /// <summary>When the crawl stops before its frontier is empty. By default never.</summary>
    public LimitsSpec Limits { get; init; } = new();

    /// <summary>The pace asked for. The host's own wishes can only make it slower.</summary>
    public PolitenessSpec Politeness { get; init; } = new();

    /// <summary>How robots rules are treated. By default they are obeyed.</summary>
    public RobotsSpec Robots { get; init; } = new();

    /// <summary>Whether the crawl keeps out of spider traps. By default it does.</summary>
    public TrapsSpec Traps { get; init; } = new();
    /// <summary>
    /// Whether pages are found by the sitemaps of the seeds' origins. By default they are, beside links.
    /// </summary>
    public SitemapMode Sitemap { get; init; } = SitemapMode.Include;

    /// <summary>Which differences between URLs count for nothing. By default only the fragment.</summary>
    public CanonicalizationSpec Canonicalization { get; init; } = new();

    /// <summary>Which responses are kept beside HTML pages.</summary>
    public ContentSpec Content { get; init; } = new();

    /// <summary>Set for a crawl that goes round again instead of ending when it has seen everything.</summary>
    public ContinuousSpec? Continuous { get; init; }

    /// <summary>
    /// The User-Agent header; null for the installation's own. At most 256 printable ASCII characters.
    /// </summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether fetched responses are archived as WARC records.</summary>
    public ArchiveKind Archive { get; init; } = ArchiveKind.Warc;

    /// <summary>
    /// This crawl's share of the downloaders beside other crawls: 1 to 1,000; twice the weight, twice the batches.
    /// </summary>
    public int Weight { get; init; } = 1;
}
