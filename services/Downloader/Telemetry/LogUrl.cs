using System.Text;

using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Telemetry;

/// <summary>
/// A URL for log lines and spans: without user name and password, and with nothing that could forge a line.
/// </summary>
internal static class LogUrl
{
    private const int MaxLength = 512;

    public static string Of(WebUrl url) => Escape(string.Concat(url.Origin, url.PathAndQuery));

    /// <summary>For text that does not parse as a URL and may therefore hold anything.</summary>
    public static string Of(string text)
    {
        if (WebUrl.TryParse(text, out var url) && url.IsHttp)
        {
            return Of(url);
        }

        var user = text.AsSpan().IndexOf('@');
        return Escape(user < 0 ? text : $"…{text.AsSpan(user)}");
    }

    private static string Escape(string text)
    {
        var cut = text.Length > MaxLength ? text[..MaxLength] : text;
        if (!cut.Any(char.IsControl))
        {
            return cut;
        }

        var escaped = new StringBuilder(cut.Length + 16);
        foreach (var character in cut)
        {
            if (char.IsControl(character))
            {
                escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }
}
