namespace Crawler.WebStandards.Html;

/// <summary>The kind of markup that a link was found in.</summary>
public enum HtmlLinkKind : byte
{
    /// <summary>The href of an <c>a</c> element, of HTML or SVG.</summary>
    Anchor,

    /// <summary>The href of an <c>area</c> element.</summary>
    Area,

    /// <summary>The src of a <c>frame</c> element.</summary>
    Frame,

    /// <summary>The src of an <c>iframe</c> element.</summary>
    IFrame,

    /// <summary>The target of a declarative refresh.</summary>
    Refresh,

    /// <summary>
    /// The href of a <c>link</c> element that names another document; <see cref="HtmlLink.Rel"/> says which.
    /// </summary>
    Link,

    /// <summary>The xlink:href of an SVG <c>a</c> without href, as drawing tools write it.</summary>
    XLink,

    /// <summary>The action of a form.</summary>
    Form,

    /// <summary>The href of a style sheet.</summary>
    Stylesheet,

    /// <summary>The href of an icon.</summary>
    Icon,

    /// <summary>The href of a <c>link</c> element that asks for another part of the page: preload, manifest.</summary>
    Resource,

    /// <summary>An image: src and every candidate of srcset, poster, SVG image.</summary>
    Image,

    /// <summary>The src of a script.</summary>
    Script,

    /// <summary>The src of video, audio, source or track.</summary>
    Media,

    /// <summary>The src of <c>embed</c> or the data of <c>object</c>.</summary>
    Embed,

    /// <summary>
    /// The href of a <c>link</c> element that names neither a document nor a part of the page: preconnect, prefetch,
    /// search.
    /// </summary>
    Hint,
}
