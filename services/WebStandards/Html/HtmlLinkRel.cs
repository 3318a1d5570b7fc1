namespace Crawler.WebStandards.Html;

/// <summary>The link types of a rel attribute that mean something to a crawler; all others are left out.</summary>
[Flags]
public enum HtmlLinkRel
{
    None = 0,
    NoFollow = 1 << 0,
    Ugc = 1 << 1,
    Sponsored = 1 << 2,
    NoOpener = 1 << 3,
    NoReferrer = 1 << 4,
    Canonical = 1 << 5,
    Alternate = 1 << 6,
    Next = 1 << 7,
    Prev = 1 << 8,
    Stylesheet = 1 << 9,
    Icon = 1 << 10,
    AmpHtml = 1 << 11,

    /// <summary>A part of the page itself (preload, modulepreload, manifest).</summary>
    Resource = 1 << 12,

    /// <summary>
    /// What a page names, and a browser does not fetch to show it (preconnect, dns-prefetch, prefetch, search …).
    /// </summary>
    Hint = 1 << 13,
}
