using System.Runtime.InteropServices;

namespace Crawler.WebStandards.Sitemaps;

/// <summary>One URL that a sitemap lists.</summary>
/// <param name="Location">The URL as written, without blanks around it: not parsed, and not resolved.</param>
/// <param name="Kind">What it leads to.</param>
/// <param name="LastModified">When it was last changed, as the sitemap says; null where it says nothing of use.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SitemapEntry(string Location, SitemapEntryKind Kind, DateTimeOffset? LastModified);
