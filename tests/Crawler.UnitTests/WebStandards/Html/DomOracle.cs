using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Crawler.WebStandards.Html;

namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>The links that AngleSharp's tree has, as our kinds.</summary>
internal static class DomOracle
{
    private static readonly HtmlParser Parser = new(new HtmlParserOptions { IsScripting = false });

    /// <summary>Distinct and sorted: a tree builder may copy and move elements, which changes neither.</summary>
    public static List<string> Links(string html)
    {
        using var document = Parser.ParseDocument(html);
        return [.. document.All.SelectMany(LinksOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static List<string> Ours(string html)
    {
        var links = new List<string>();
        foreach (var link in HtmlPages.Parse(html, HtmlPages.Everything).Links)
        {
            if (link.Kind is HtmlLinkKind.Anchor or HtmlLinkKind.Area or HtmlLinkKind.IFrame or HtmlLinkKind.Frame
                or HtmlLinkKind.Form or HtmlLinkKind.Script)
            {
                links.Add($"{link.Kind} {System.Text.Encoding.UTF8.GetString(link.Href)}");
            }
        }

        return [.. links.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> LinksOf(IElement element)
    {
        var isHtml = element.NamespaceUri == NamespaceNames.HtmlUri;
        if (!isHtml && element.NamespaceUri != NamespaceNames.SvgUri)
        {
            yield break;
        }

        var (kind, attribute) = element.LocalName switch
        {
            "a" => (HtmlLinkKind.Anchor, "href"),
            "script" => (HtmlLinkKind.Script, isHtml ? "src" : "href"),
            "area" when isHtml => (HtmlLinkKind.Area, "href"),
            "iframe" when isHtml => (HtmlLinkKind.IFrame, "src"),
            "frame" when isHtml => (HtmlLinkKind.Frame, "src"),
            "form" when isHtml => (HtmlLinkKind.Form, "action"),
            _ => (default, ""),
        };
        if (attribute.Length > 0 && element.GetAttribute(attribute) is { } value)
        {
            yield return $"{kind} {value.Trim(' ', '\t', '\n', '\f', '\r')}";
        }
    }
}
