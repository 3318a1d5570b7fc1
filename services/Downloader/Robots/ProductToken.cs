using System.Text.RegularExpressions;

namespace Crawler.Downloader.Robots;

/// <summary>
/// The product token by which robots.txt knows a crawler (RFC 9309 section 2.2.1), out of its User-Agent header.
/// </summary>
internal static partial class ProductToken
{
    /// <summary>
    /// The product that stands first, or, where that is the Mozilla of browsers, the one that follows
    /// <c>compatible;</c>.
    /// </summary>
    public static string Of(string userAgent)
    {
        var match = Named().Match(userAgent);
        return match.Success ? match.Groups["token"].Value : "*";
    }

    [GeneratedRegex(
        @"\A(?:Mozilla/[0-9.]*\s*\(\s*compatible\s*;\s*)?(?<token>[A-Za-z_-]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Named();
}
