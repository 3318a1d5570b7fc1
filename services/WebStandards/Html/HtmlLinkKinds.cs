namespace Crawler.WebStandards.Html;

/// <summary>A set of <see cref="HtmlLinkKind"/>.</summary>
[Flags]
public enum HtmlLinkKinds
{
    None = 0,
    Anchor = 1 << HtmlLinkKind.Anchor,
    Area = 1 << HtmlLinkKind.Area,
    Frame = 1 << HtmlLinkKind.Frame,
    IFrame = 1 << HtmlLinkKind.IFrame,
    Refresh = 1 << HtmlLinkKind.Refresh,
    Link = 1 << HtmlLinkKind.Link,
    XLink = 1 << HtmlLinkKind.XLink,
    Form = 1 << HtmlLinkKind.Form,
    Stylesheet = 1 << HtmlLinkKind.Stylesheet,
    Icon = 1 << HtmlLinkKind.Icon,
    Resource = 1 << HtmlLinkKind.Resource,
    Image = 1 << HtmlLinkKind.Image,
    Script = 1 << HtmlLinkKind.Script,
    Media = 1 << HtmlLinkKind.Media,
    Embed = 1 << HtmlLinkKind.Embed,
    Hint = 1 << HtmlLinkKind.Hint,

    /// <summary>What leads to other pages: what a crawl follows unless told otherwise.</summary>
    Pages = Anchor | Area | Frame | IFrame | Refresh | Link,

    /// <summary>What a browser fetches to show the page.</summary>
    Assets = Stylesheet | Icon | Resource | Image | Script | Media | Embed,
}
