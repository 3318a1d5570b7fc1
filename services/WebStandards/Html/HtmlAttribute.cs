namespace Crawler.WebStandards.Html;

/// <summary>The attributes that some element's facts are read from.</summary>
internal enum HtmlAttribute : byte
{
    None,
    Href,
    Src,
    Rel,
    Name,
    Content,
    HttpEquiv,
    Charset,
    Property,
    Lang,
    Action,
    SrcSet,
    Data,
    Poster,
    Type,
    XLinkHref,
    Encoding,
    ShadowRootMode,
    Color,
    Face,
    Size,
}
