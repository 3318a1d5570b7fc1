using System.Globalization;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace Crawler.TestKit.Web;

/// <summary>Sites of many pages, made while they are asked for.</summary>
public static class SiteGeneration
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>So many pages, all reachable from <c>/</c>; the answer lists them.</summary>
    public static GeneratedPages Generate(this FakeSite site, int pages, int branching = 10, int crossLinks = 3)
    {
        var generated = new GeneratedPages(site, pages, branching, crossLinks);
        site.Handle("/", context => WriteAsync(context, generated.Html(0)));
        site.HandleUnder("/p/", context =>
        {
            var path = context.Request.Path.Value!;
            _ = int.TryParse(path.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var page);
            return page > 0 && page < pages && path == GeneratedPages.Target(page)
                ? WriteAsync(context, generated.Html(page))
                : SiteAnswers.WriteAsync(context, StatusCodes.Status404NotFound, default, "text/plain", []);
        });
        return generated;
    }

    /// <summary>
    /// A spider trap: every page under <paramref name="prefix"/> links to pages that nobody has seen, for ever.
    /// </summary>
    public static FakeSite Trap(this FakeSite site, string prefix, int linksPerPage = 3) =>
        site.HandleUnder(prefix, context =>
        {
            var here = context.Request.Path.Value!.TrimEnd('/');
            var deeper = Enumerable.Range(1, linksPerPage).Select(i => $"{here}/{i}");
            return WriteAsync(context, HtmlText.Page("Trap", deeper));
        });

    private static Task WriteAsync(HttpContext context, string html) =>
        SiteAnswers.WriteAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(html), Html, []);
}
