namespace Crawler.Contracts.V1.Crawls;

/// <summary>How many URLs of a crawl are in which state.</summary>
/// <remarks>
/// At every observation <c>Discovered = Queued + Leased + Fetched + Unchanged + Redirected + Σ Skipped + Σ Failed +
/// Gone</c>.
/// </remarks>
public sealed record CrawlCounts
{
    /// <summary>Distinct URLs ever known to the crawl.</summary>
    public long Discovered { get; init; }

    /// <summary>Waiting to be fetched.</summary>
    public long Queued { get; init; }

    /// <summary>With a downloader.</summary>
    public long Leased { get; init; }

    /// <summary>Fetched and stored.</summary>
    public long Fetched { get; init; }

    /// <summary>Fetched again and found as it was.</summary>
    public long Unchanged { get; init; }

    /// <summary>Answered with a redirect, whose target is a URL of its own.</summary>
    public long Redirected { get; init; }

    /// <summary>Not fetched, or not kept, because a rule or a limit said no; by reason.</summary>
    public IReadOnlyDictionary<string, long> Skipped { get; init; } = new Dictionary<string, long>(
        StringComparer.Ordinal);

    /// <summary>Not to be had because of transport or server; by reason.</summary>
    public IReadOnlyDictionary<string, long> Failed { get; init; } = new Dictionary<string, long>(
        StringComparer.Ordinal);

    /// <summary>The server says that there is nothing (404, 410).</summary>
    public long Gone { get; init; }
}
