using System.Text;

using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.WebStandards.Html;
using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// The outlinks of a page, and its assets where they are asked for: absolute http(s) URLs without fragment, resolved as
/// browsers do, and left as found. Whether they are in scope, and which of them are the same page, is Scheduler's to
/// say.
/// </summary>
internal sealed class OutlinkResolver
{
    private const int MaxHrefBytes = WebUrl.MaxInputLength * 3;

    private static readonly string[] OtherSchemes = ["javascript:", "mailto:", "tel:", "data:"];

    private readonly char[] _characters = new char[MaxHrefBytes];

    public void Resolve(HtmlPage page, WebUrl document, Encoding? queryEncoding, in PageReading reading)
    {
        var baseUrl = BaseOf(page, document);
        var baseIsDocument = ReferenceEquals(baseUrl, document);
        foreach (var link in page.Links)
        {
            // nofollow is said of hyperlinks (HTML Standard, section "Link types"), and no asset has an empty URL.
            var isAsset = link.IsAsset;
            if (reading.ObeysRobots && link.IsNoFollow && !isAsset)
            {
                continue;
            }

            var href = WithoutFragment(link.Href);
            if (href.Length > MaxHrefBytes || (href.IsEmpty && (baseIsDocument || isAsset)) || LeadsElsewhere(href))
            {
                continue;
            }

            var length = Encoding.UTF8.GetChars(href, _characters);
            if (WebUrl.TryParse(_characters.AsSpan(0, length), baseUrl, queryEncoding, out var url) && url.IsHttp)
            {
                reading.Links.Add(
                    url.WithoutFragment().Href, isAsset ? ResourceKind.Asset : ResourceKind.Page);
            }
        }
    }

    /// <summary>
    /// The Refresh field's target: what the meta element of that name says, for any type of document.
    /// </summary>
    public static void ResolveRefresh(FetchExchange exchange, in PageReading reading)
    {
        if ((reading.Html.Kinds & HtmlLinkKinds.Refresh) != HtmlLinkKinds.None
            && exchange.Headers?.First("Refresh") is { } field
            && HtmlRefresh.TryParse(Encoding.Latin1.GetBytes(field), out var refresh)
            && refresh.Url is { } target
            && WebUrl.TryParse(target, exchange.Request.Url, out var url)
            && url.IsHttp)
        {
            reading.Links.Add(url.WithoutFragment().Href);
        }
    }

    /// <summary>The document base URL (HTML Standard, section "Document base URLs").</summary>
    private static WebUrl BaseOf(HtmlPage page, WebUrl document) =>
        page.BaseHref is { } href
        && WebUrl.TryParse(href, document, out var url)
        && url.SchemeSpan is not ("data" or "javascript")
            ? url
            : document;

    private static ReadOnlySpan<byte> WithoutFragment(ReadOnlySpan<byte> href)
    {
        var fragment = href.IndexOf((byte)'#');
        return fragment < 0 ? href : href[..fragment];
    }

    private static bool LeadsElsewhere(ReadOnlySpan<byte> href)
    {
        foreach (var scheme in OtherSchemes)
        {
            if (href.Length >= scheme.Length && Ascii.EqualsIgnoreCase(href[..scheme.Length], scheme))
            {
                return true;
            }
        }

        return false;
    }
}
