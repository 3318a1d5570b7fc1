using System.Text;
using Crawler.WebStandards.Html;

namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>Builds pages and lists what was read of them.</summary>
internal static class HtmlPages
{
    public static readonly HtmlPageOptions Everything = new()
    {
        Kinds = HtmlLinkKinds.Pages | HtmlLinkKinds.Assets | HtmlLinkKinds.Form | HtmlLinkKinds.XLink
            | HtmlLinkKinds.Hint,
        LinkRels = HtmlLinkRel.Next | HtmlLinkRel.Prev | HtmlLinkRel.Alternate | HtmlLinkRel.Canonical,
        KeepDuplicates = true,
    };

    public static HtmlPage Parse(string html, HtmlPageOptions? options = null) =>
        Parse(Encoding.UTF8.GetBytes(html), options);

    public static HtmlPage Parse(byte[] html, HtmlPageOptions? options = null, Func<int>? nextChunk = null)
    {
        var parser = new HtmlPageParser();
        parser.Reset(options ?? HtmlPageOptions.Default);
        var rest = html.AsSpan();
        while (!rest.IsEmpty)
        {
            var size = Math.Min(rest.Length, nextChunk?.Invoke() ?? rest.Length);
            parser.Write(rest[..size]);
            rest = rest[size..];
        }

        parser.Complete();
        return parser.Page;
    }

    public static List<string> Hrefs(this HtmlPage page)
    {
        var hrefs = new List<string>();
        foreach (var link in page.Links)
        {
            hrefs.Add(Encoding.UTF8.GetString(link.Href));
        }

        return hrefs;
    }

    /// <summary>Everything that was read, as text that two readings can be compared by.</summary>
    public static string Describe(HtmlPage page)
    {
        var text = new StringBuilder();
        foreach (var link in page.Links)
        {
            text.Append(link.Kind).Append(' ').Append(link.Rel).Append(' ')
                .AppendLine(Encoding.UTF8.GetString(link.Href));
        }

        text.AppendJoin('|', page.Title, page.BaseHref, page.Language, page.Canonical, page.Refresh?.ToString());
        text.AppendJoin('|', page.DeclaredCharset, page.Description).AppendLine();
        text.AppendJoin('\n', page.MetaRobots).AppendJoin('\n', page.OpenGraph);
        return text.ToString();
    }
}
