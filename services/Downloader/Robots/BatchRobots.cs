using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Fetching;
using Crawler.Downloader.Politeness;
using Crawler.WebStandards.Robots;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Options;

namespace Crawler.Downloader.Robots;

/// <summary>Rules over the URLs of one batch, asking each origin for robots.txt before its first page.</summary>
/// <remarks>
/// A batch has one host and therefore few origins: http and https. What Scheduler knows comes with the batch; what is
/// missing or expired is asked for once, and handed back with the answer.
/// </remarks>
internal sealed class BatchRobots(
    FetchHostBatch batch,
    RobotsFetcher fetcher,
    RobotsCache cache,
    FetchPacer pacer,
    IOptions<DownloaderOptions> options,
    TimeProvider time)
{
    private readonly Dictionary<string, Origin> _origins = new(StringComparer.Ordinal);
    private readonly List<OriginRobots> _asked = [];
    private readonly string _productToken = ProductToken.Of(batch.UserAgent);

    /// <summary>What was asked for in this batch.</summary>
    public IReadOnlyList<OriginRobots> Asked => _asked;

    /// <summary>Called for one URL after the other; each call may wait for the turns that robots.txt needs.</summary>
    public async ValueTask<RobotsRuling> RuleAsync(
        WebUrl url, FetchRequest template, Func<FetchRequest, Task<FetchExchange?>> fetchInTurn)
    {
        if (!batch.ObeyRobots)
        {
            return new RobotsRuling(RobotsPermission.Allowed);
        }

        var name = url.Origin;
        if (!_origins.TryGetValue(name, out var origin))
        {
            if (Known(name) is { } known)
            {
                origin = Read(known);
            }
            else if (await fetcher.AskAsync(url, template, fetchInTurn) is { } answer)
            {
                origin = Take(answer);
            }
            else
            {
                return new RobotsRuling(RobotsPermission.Unknown);
            }

            _origins.Add(name, origin);
        }

        if (origin.Rules is null)
        {
            return origin.Ruling;
        }

        var isAllowed = origin.Rules.Allows(url.PathAndQuery);
        return new RobotsRuling(isAllowed ? RobotsPermission.Allowed : RobotsPermission.Denied);
    }

    private OriginRobots? Known(string origin)
    {
        var now = time.GetUtcNow();
        return batch.Robots.FirstOrDefault(
            robots => robots.ExpiresAt > now && string.Equals(robots.Origin, origin, StringComparison.Ordinal));
    }

    private Origin Take(RobotsAnswer answer)
    {
        if (answer.Robots is not { } robots)
        {
            return new Origin(Rules: null, new RobotsRuling(RobotsPermission.Failed, answer.Failure));
        }

        _asked.Add(robots);
        var origin = Read(robots);
        if (origin.Rules?.CrawlDelay is { } delay)
        {
            // Scheduler knew nothing of this delay when it chose the batch's pace.
            pacer.SlowDownTo(delay < options.Value.MaxCrawlDelay ? delay : options.Value.MaxCrawlDelay);
        }

        return origin;
    }

    private Origin Read(OriginRobots robots) => robots.Access switch
    {
        RobotsAccess.Rules => new(cache.RulesOf(robots.Text ?? "", _productToken), default),
        RobotsAccess.AllowAll => new(Rules: null, new RobotsRuling(RobotsPermission.Allowed)),
        _ => new(Rules: null, new RobotsRuling(RobotsPermission.Unreachable)),
    };

    private sealed record Origin(RobotsRules? Rules, RobotsRuling Ruling);
}
