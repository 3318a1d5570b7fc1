using Crawler.Contracts.V1.Fetching;

namespace Crawler.Downloader.Outlinks;

/// <summary>
/// The depth that a link gives its target, as Scheduler counts it: an asset belongs to its page, but what an asset
/// embeds is one deeper, so that no chain of them goes on for ever.
/// </summary>
internal static class LinkDepth
{
    public static int Of(FetchUrl page, ResourceKind link) =>
        link == ResourceKind.Asset && page.Kind != ResourceKind.Asset ? page.Depth : page.Depth + 1;
}
