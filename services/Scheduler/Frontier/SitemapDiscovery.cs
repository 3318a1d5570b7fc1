using System.Text;

using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Robots;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Logging;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Finds the sitemaps of a crawl: those of the origins at which it starts, and those that indexes list.
/// </summary>
/// <remarks>
/// A sitemap is a URL of its own kind. It is leased, paced, ruled by robots.txt, tried again and recovered as a page
/// is, and stands outside page counts and limits. An origin's sitemaps become known with its robots.txt: those that it
/// declares, on whatever host, or else <c>/sitemap.xml</c>. That they are in the frontier is noted on the host's queue,
/// in the transaction that adds them.
/// </remarks>
internal sealed partial class SitemapDiscovery(ILogger<SitemapDiscovery> logger)
{
    /// <summary>Indexes in a row that are followed. The protocol has one; more are common.</summary>
    private const int MaxNesting = 5;

    /// <summary>The most sitemaps of a crawl.</summary>
    private const int MaxSitemaps = 50_000;

    private const string CustomaryPath = "/sitemap.xml";

    /// <summary>Finds the sitemaps of the queue's origins, once their robots.txt is known.</summary>
    public static async ValueTask FindAsync(IFrontierTransaction transaction, BatchInCommit batch)
    {
        var queue = batch.Queue;
        var origins = batch.Plan.Origins.On(queue.Host);
        if (!batch.Plan.ReadsSitemaps || !batch.MayGoOn || origins.All(origin => IsDone(queue, origin)))
        {
            return;
        }

        var records = await transaction.RobotsOfAsync(queue.Host);
        foreach (var origin in origins)
        {
            var record = records.FirstOrDefault(robots => robots.Origin == origin.Origin);
            if (IsDone(queue, origin) || (record is null && batch.Plan.Spec.Robots.Obey))
            {
                continue;
            }

            foreach (var sitemap in SitemapsOf(record, origin))
            {
                if (batch.Sitemaps < MaxSitemaps)
                {
                    batch.FindSitemap(sitemap);
                }
            }

            queue.HasHttpSitemaps |= origin.SchemeSpan is "http";
            queue.HasHttpsSitemaps |= origin.SchemeSpan is "https";
        }
    }

    /// <summary>Finds what a sitemap lists: pages as if a seed linked to them, and further sitemaps.</summary>
    public void Find(BatchInCommit batch, FrontierUrl sitemap, IEnumerable<FoundLink> links)
    {
        var leftOut = 0;
        foreach (var link in links)
        {
            if (link.Kind != ResourceKind.Sitemap)
            {
                batch.Find(link.Url, sitemap, depth: 1, hops: 0, step: 'L');
            }
            else if (WebUrl.TryParse(link.Url, out var url) && url.IsHttp && Follows(batch, sitemap, url))
            {
                batch.Find(url, UrlKind.Sitemap, sitemap, sitemap.Depth + 1, hops: 0, step: 'M');
            }
            else
            {
                leftOut++;
            }
        }

        if (leftOut > 0)
        {
            LogLeftOut(sitemap.Url, leftOut, MaxNesting, MaxSitemaps);
        }
    }

    private static bool IsDone(HostQueue queue, WebUrl origin) =>
        origin.SchemeSpan is "https" ? queue.HasHttpsSitemaps : queue.HasHttpSitemaps;

    /// <summary>
    /// An index speaks for its own site (sitemaps.org, "Using Sitemap index files"), and for what the crawl is on
    /// anyway.
    /// </summary>
    private static bool Follows(BatchInCommit batch, FrontierUrl index, WebUrl sitemap) =>
        index.Depth < MaxNesting
        && batch.Sitemaps < MaxSitemaps
        && (sitemap.HostAndPortSpan.SequenceEqual(index.Host) || batch.Plan.Scope.Contains(sitemap));

    private static List<WebUrl> SitemapsOf(RobotsRecord? robots, WebUrl origin)
    {
        var sitemaps = new List<WebUrl>();
        if (robots is { Access: RobotsAccess.Rules, Text: { } text })
        {
            foreach (var declared in RobotsTxt.Parse(Encoding.UTF8.GetBytes(text)).Sitemaps)
            {
                if (WebUrl.TryParse(declared, origin, out var url) && url.IsHttp)
                {
                    sitemaps.Add(url);
                }
            }
        }

        if (sitemaps.Count == 0 && WebUrl.TryParse(CustomaryPath, origin, out var customary))
        {
            sitemaps.Add(customary);
        }

        return sitemaps;
    }

    [LoggerMessage(
        4007, LogLevel.Warning,
        "{Sitemap}: {Count} sitemaps are left out, on other sites, below {MaxNesting} indexes or beyond {MaxSitemaps}")]
    private partial void LogLeftOut(string sitemap, int count, int maxNesting, int maxSitemaps);
}
