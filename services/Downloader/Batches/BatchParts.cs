using Crawler.Archive;
using Crawler.Downloader.Control;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Outlinks;
using Crawler.Downloader.Politeness;
using Crawler.Downloader.Robots;
using Crawler.Downloader.Telemetry;
using Crawler.ServiceDefaults.Workers;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Batches;

/// <summary>What all batches of a process share.</summary>
internal sealed record BatchParts(
    Fetcher Fetcher,
    FetchSlots Slots,
    HeartbeatOutcome Heartbeats,
    RobotsFetcher RobotsFetcher,
    RobotsCache RobotsCache,
    IPageReader PageReader,
    SitemapPass Sitemaps,
    SentLinks SentLinks,
    IArchiveStore Archive,
    LinkClaims LinkClaims,
    CrawlStops CrawlStops,
    StopSignal StopSignal,
    DownloaderMetrics Metrics,
    BatchLog Log,
    IOptions<DownloaderOptions> Options,
    TimeProvider Time);
