namespace Crawler.WebStandards.Html;

/// <summary>What is read of a page, and its limits.</summary>
public sealed record HtmlPageOptions
{
    /// <summary>What a crawl reads: links to pages.</summary>
    public static HtmlPageOptions Default { get; } = new();

    /// <summary>The kinds of links that are kept. Default: those that lead to pages.</summary>
    public HtmlLinkKinds Kinds { get; init; } = HtmlLinkKinds.Pages;

    /// <summary>
    /// The link types of which a <c>link</c> element must state one to be kept as <see cref="HtmlLinkKind.Link"/>.
    /// </summary>
    public HtmlLinkRel LinkRels { get; init; } = HtmlLinkRel.Next | HtmlLinkRel.Prev | HtmlLinkRel.Alternate;

    /// <summary>
    /// The most links of a page. What follows is left out and <see cref="HtmlPage.LinksCut"/> is set.
    /// </summary>
    public int MaxLinks { get; init; } = 20_000;

    /// <summary>The most bytes of all hrefs of a page together, with the same consequence.</summary>
    public int MaxLinkBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether a link is kept as often as it occurs.</summary>
    public bool KeepDuplicates { get; init; }

    /// <summary>Our user agent token: the meta element of this name counts as "robots" does.</summary>
    public string ProductToken { get; init; } = "Crawler";
}
