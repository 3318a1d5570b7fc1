using System.Runtime.InteropServices;

using Crawler.WebStandards.Url;

namespace Crawler.Downloader.Outlinks;

/// <summary>A link as it was sent.</summary>
/// <param name="Key">Of the URL as sent; finer than the crawl's own identity, which only Scheduler knows.</param>
/// <param name="Depth">The depth that it gave its target.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SentLink(UrlKey Key, int Depth);
