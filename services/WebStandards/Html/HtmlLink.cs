namespace Crawler.WebStandards.Html;

/// <summary>A link as the page has it: not resolved against a base, because a base element may follow it.</summary>
/// <remarks>Valid until its page is reset.</remarks>
public readonly ref struct HtmlLink
{
    internal HtmlLink(ReadOnlySpan<byte> href, HtmlLinkKind kind, HtmlLinkRel rel)
    {
        Href = href;
        Kind = kind;
        Rel = rel;
    }

    /// <summary>UTF-8, character references resolved, outer ASCII whitespace stripped; may be empty.</summary>
    public ReadOnlySpan<byte> Href { get; }

    /// <summary>Where it was found.</summary>
    public HtmlLinkKind Kind { get; }

    /// <summary>The link types that its element states.</summary>
    public HtmlLinkRel Rel { get; }

    /// <summary>Whether it is a part of the page rather than a way to another.</summary>
    public bool IsAsset => IsAssetKind(Kind);

    /// <summary>
    /// Whether its author does not vouch for it: nofollow, and its refinements ugc and sponsored.
    /// </summary>
    public bool IsNoFollow =>
        (Rel & (HtmlLinkRel.NoFollow | HtmlLinkRel.Ugc | HtmlLinkRel.Sponsored)) != HtmlLinkRel.None;

    internal static bool IsAssetKind(HtmlLinkKind kind) => (1 << (int)kind & (int)HtmlLinkKinds.Assets) != 0;
}
