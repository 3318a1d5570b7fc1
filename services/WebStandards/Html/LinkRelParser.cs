using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>Reads the space-separated, case-insensitive tokens of a rel attribute.</summary>
internal static class LinkRelParser
{
    /// <summary>"next prefetch" names a document, and asks for it early.</summary>
    private const HtmlLinkRel Documents = HtmlLinkRel.Next | HtmlLinkRel.Prev | HtmlLinkRel.Alternate;

    private static readonly (byte[] Token, HtmlLinkRel Rel)[] Tokens =
    [
        ("nofollow"u8.ToArray(), HtmlLinkRel.NoFollow),
        ("ugc"u8.ToArray(), HtmlLinkRel.Ugc),
        ("sponsored"u8.ToArray(), HtmlLinkRel.Sponsored),
        ("noopener"u8.ToArray(), HtmlLinkRel.NoOpener),
        ("noreferrer"u8.ToArray(), HtmlLinkRel.NoReferrer),
        ("canonical"u8.ToArray(), HtmlLinkRel.Canonical),
        ("alternate"u8.ToArray(), HtmlLinkRel.Alternate),
        ("next"u8.ToArray(), HtmlLinkRel.Next),
        ("prev"u8.ToArray(), HtmlLinkRel.Prev),
        ("previous"u8.ToArray(), HtmlLinkRel.Prev),
        ("stylesheet"u8.ToArray(), HtmlLinkRel.Stylesheet),
        ("icon"u8.ToArray(), HtmlLinkRel.Icon),
        ("apple-touch-icon"u8.ToArray(), HtmlLinkRel.Icon),
        ("apple-touch-icon-precomposed"u8.ToArray(), HtmlLinkRel.Icon),
        ("mask-icon"u8.ToArray(), HtmlLinkRel.Icon),
        ("amphtml"u8.ToArray(), HtmlLinkRel.AmpHtml),
        ("preload"u8.ToArray(), HtmlLinkRel.Resource),
        ("modulepreload"u8.ToArray(), HtmlLinkRel.Resource),
        ("prefetch"u8.ToArray(), HtmlLinkRel.Hint),
        ("preconnect"u8.ToArray(), HtmlLinkRel.Hint),
        ("dns-prefetch"u8.ToArray(), HtmlLinkRel.Hint),
        ("manifest"u8.ToArray(), HtmlLinkRel.Resource),
        ("pingback"u8.ToArray(), HtmlLinkRel.Hint),
        ("search"u8.ToArray(), HtmlLinkRel.Hint),
    ];

    public static HtmlLinkRel Parse(ReadOnlySpan<byte> value)
    {
        var rel = HtmlLinkRel.None;
        while (!(value = HtmlText.TrimStart(value)).IsEmpty)
        {
            var length = 0;
            while (length < value.Length && !HtmlNames.IsSpace(value[length]))
            {
                length++;
            }

            rel |= Find(value[..length]);
            value = value[length..];
        }

        return rel;
    }

    /// <summary>What a <c>link</c> element of these types leads to.</summary>
    public static HtmlLinkKind KindOf(HtmlLinkRel rel) =>
        (rel & HtmlLinkRel.Stylesheet) != HtmlLinkRel.None ? HtmlLinkKind.Stylesheet
        : (rel & HtmlLinkRel.Icon) != HtmlLinkRel.None ? HtmlLinkKind.Icon
        : (rel & HtmlLinkRel.Resource) != HtmlLinkRel.None ? HtmlLinkKind.Resource
        : (rel & (HtmlLinkRel.Hint | Documents)) == HtmlLinkRel.Hint ? HtmlLinkKind.Hint
        : HtmlLinkKind.Link;

    private static HtmlLinkRel Find(ReadOnlySpan<byte> token)
    {
        foreach (var (name, rel) in Tokens)
        {
            if (name.Length == token.Length && Ascii.EqualsIgnoreCase(name, token))
            {
                return rel;
            }
        }

        return HtmlLinkRel.None;
    }
}
