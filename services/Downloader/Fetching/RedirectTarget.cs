using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Fetching;

/// <summary>Where a redirect leads (RFC 9110 sections 10.2.2 and 15.4).</summary>
internal static class RedirectTarget
{
    public static bool IsRedirect(int? status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>
    /// The target without its fragment; null where the exchange is no redirect or its Location is of no use.
    /// </summary>
    public static WebUrl? Of(FetchExchange exchange)
    {
        if (!IsRedirect(exchange.Status) || exchange.Headers?.First("Location") is not { Length: > 0 } location)
        {
            return null;
        }

        return WebUrl.TryParse(Utf8(location), exchange.Request.Url, out var target) && target.IsHttp
            ? target.WithoutFragment()
            : null;
    }

    /// <summary>
    /// Header fields are read as Latin-1. A server that puts bytes beyond ASCII into Location means UTF-8, as browsers
    /// take it.
    /// </summary>
    private static string Utf8(string field)
    {
        if (System.Text.Ascii.IsValid(field))
        {
            return field;
        }

        var bytes = System.Text.Encoding.Latin1.GetBytes(field);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : field;
    }
}
