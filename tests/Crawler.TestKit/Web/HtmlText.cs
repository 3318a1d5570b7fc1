using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>Writes the small HTML pages that sites are made of.</summary>
public static class HtmlText
{
    /// <summary>A page with a title, an optional paragraph and one anchor for each link, in their order.</summary>
    public static string Page(string title, IEnumerable<string>? links = null, string text = "", string head = "")
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><title>")
            .Append(Escape(title)).Append("</title>").Append(head).Append("</head><body>");
        if (text.Length > 0)
        {
            html.Append("<p>").Append(Escape(text)).Append("</p>");
        }

        foreach (var link in links ?? [])
        {
            var encoded = Escape(link);
            html.Append("<a href=\"").Append(encoded).Append("\">").Append(encoded).Append("</a>\n");
        }

        return html.Append("</body></html>").ToString();
    }

    // Markup alone: letters stay as they are, so that a page's charset matters.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}
