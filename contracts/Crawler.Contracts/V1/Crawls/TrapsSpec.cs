namespace Crawler.Contracts.V1.Crawls;

/// <summary>Whether a crawl keeps out of sites that make new URLs without end.</summary>
/// <remarks>Since V1.</remarks>
public sealed record TrapsSpec
{
    /// <summary>
    /// Whether URLs over the budget of a shape that traps have are skipped as TrapSuspected. By default they are.
    /// </summary>
    public bool Detect { get; init; } = true;

    /// <summary>Rules that are not applied. By default none.</summary>
    public IReadOnlyList<TrapRule> Ignore { get; init; } = [];
}
