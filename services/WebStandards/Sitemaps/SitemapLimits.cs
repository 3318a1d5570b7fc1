using System.Runtime.InteropServices;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>How much of a sitemap is read.</summary>
/// <param name="MaxUrls">The most URLs of one file; alternates are counted apart, to the same number.</param>
/// <param name="MaxBytes">The longest file, uncompressed.</param>
/// <param name="MaxUrlLength">URLs with more characters are left out.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SitemapLimits(int MaxUrls, long MaxBytes, int MaxUrlLength)
{
    /// <summary>
    /// What the protocol allows a file: 50,000 URLs, 52,428,800 bytes, and URLs of at most 2,048 characters
    /// (https://www.sitemaps.org/protocol.html, sections "XML tag definitions" and "Using Sitemap index files").
    /// </summary>
    public static SitemapLimits Protocol { get; } = new(MaxUrls: 50_000, MaxBytes: 52_428_800, MaxUrlLength: 2_048);
}
