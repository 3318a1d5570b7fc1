using System.Text;

namespace Crawler.WebStandards.Html;

/// <summary>A declarative refresh.</summary>
/// <param name="Delay">The time that the page asks to be shown before.</param>
/// <param name="Url">Where it leads, unresolved; null where the page reloads itself.</param>
public readonly record struct HtmlRefresh(TimeSpan Delay, string? Url)
{
    /// <summary>
    /// Reads the value of a Refresh header field, which has the meta element's form (HTML Standard, section 7.4.6.4).
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out HtmlRefresh refresh)
    {
        refresh = default;
        if (!DeclarativeRefresh.TryParse(value, out var seconds, out var url, out var hasUrl))
        {
            return false;
        }

        refresh = new(TimeSpan.FromSeconds(seconds), hasUrl ? Encoding.UTF8.GetString(HtmlText.Trim(url)) : null);
        return true;
    }
}
