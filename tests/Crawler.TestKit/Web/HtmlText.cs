using System.Net;
using System.Text;

namespace Crawler.TestKit.Web;

/// <summary>Writes the small HTML pages that sites are made of.</summary>
public static class HtmlText
{
    /// <summary>A page with a title, an optional paragraph and one anchor for each link, in their order.</summary>
    public static string Page(string title, IEnumerable<string>? links = null, string text = "", string head = "")
    {
        var html = new StringBuilder("<!DOCTYPE html><html><head><title>")
            .Append(WebUtility.HtmlEncode(title)).Append("</title>").Append(head).Append("</head><body>");
        if (text.Length > 0)
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(text)).Append("</p>");
        }

        foreach (var link in links ?? [])
        {
            html.Append("<a href=\"").Append(WebUtility.HtmlEncode(link)).Append("\">").Append(WebUtility.HtmlEncode(link)).Append("</a>\n");
        }

        return html.Append("</body></html>").ToString();
    }
}
