using System.Net;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Crawler.TestKit.Web;

/// <summary>Sitemaps of sites.</summary>
public static class SiteSitemaps
{
    /// <summary>A sitemap in XML that lists URLs.</summary>
    public static FakeSite Sitemap(this FakeSite site, string target, params string[] urls) =>
        site.Respond(target, StatusCodes.Status200OK, Text(urls), "application/xml");

    public static string Text(params string[] urls)
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n");
        text.Append("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">");
        foreach (var url in urls)
        {
            text.Append("<url><loc>").Append(WebUtility.HtmlEncode(url)).Append("</loc></url>");
        }

        return text.Append("</urlset>").ToString();
    }
}
