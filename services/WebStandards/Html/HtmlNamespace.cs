namespace Crawler.WebStandards.Html;

internal enum HtmlNamespace : byte
{
    Html,
    Svg,
    MathMl,
}
