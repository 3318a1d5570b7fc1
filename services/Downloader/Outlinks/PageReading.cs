using Crawler.Downloader.Decoding;
using Crawler.WebStandards.Html;

namespace Crawler.Downloader.Outlinks;

/// <summary>How a page of a batch is read.</summary>
/// <param name="Links">Where its links go.</param>
/// <param name="ObeysRobots">Whether nofollow and noarchive are honoured.</param>
/// <param name="Html">What is read of HTML; carries the product token that robots meta elements may name.</param>
/// <param name="Limits">How far its body may unfold.</param>
internal readonly record struct PageReading(
    PageLinks Links, bool ObeysRobots, HtmlPageOptions Html, DecodingLimits Limits);
