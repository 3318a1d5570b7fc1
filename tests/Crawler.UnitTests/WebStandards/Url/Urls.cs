using System.Text;
using Crawler.WebStandards.Url;

namespace Crawler.UnitTests.WebStandards.Url;

internal static class Urls
{
    public static WebUrl Of(string text, WebUrl? baseUrl = null, Encoding? encoding = null)
    {
        return TryOf(text, baseUrl, encoding) ?? throw new ArgumentException($"Not a URL: {text}", nameof(text));
    }

    public static WebUrl? TryOf(string text, WebUrl? baseUrl = null, Encoding? encoding = null)
    {
        return WebUrl.TryParse(text, baseUrl, encoding, out var url) ? url : null;
    }
}
