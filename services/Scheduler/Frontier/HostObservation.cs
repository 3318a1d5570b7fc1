using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>
/// Learns from an answer how a host is: its pace, its robots.txt, whether it refuses, whether it is there at all.
/// </summary>
internal sealed class HostObservation(PolitenessPolicy politeness, IOptions<FrontierOptions> options)
{
    /// <summary>
    /// How long a host is left after an answer without any attempt, so that nobody spins on what cannot go on.
    /// </summary>
    private static readonly TimeSpan IdlePause = TimeSpan.FromSeconds(2);

    private readonly FrontierOptions _options = options.Value;

    public async ValueTask ApplyAsync(
        IFrontierTransaction transaction, CrawlPlan plan, HostLedger host, HostQueue queue, HostBatchFetched answer)
    {
        var now = transaction.Now;
        if (answer.SinceLastStart is { } since && (host.LastStartAt is null || now - since > host.LastStartAt))
        {
            host.LastStartAt = now - Positive(since);
        }

        if (answer.ResponseTime is { } responseTime)
        {
            host.ResponseTime = host.ResponseTime is { } mean ? (mean * 3 + Positive(responseTime)) / 4
                : Positive(responseTime);
        }

        foreach (var robots in answer.Robots)
        {
            await SaveRobotsAsync(transaction, host, robots);
        }

        NoteRefusals(host, answer, now);
        NoteFailures(queue, answer);
        queue.Interval = politeness.IntervalOf(plan, host, await transaction.RobotsOfAsync(host.Host));
        await transaction.SaveHostAsync(host);
    }

    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static bool IsAnswer(UrlOutcome outcome) =>
        outcome.Kind is OutcomeKind.Fetched or OutcomeKind.NotModified or OutcomeKind.Redirected or OutcomeKind.Gone
        || (outcome.Kind is OutcomeKind.Skipped or OutcomeKind.Failed && outcome.HttpStatus is not null);

    private static async ValueTask SaveRobotsAsync(
        IFrontierTransaction transaction, HostLedger host, OriginRobots robots)
    {
        if (robots.Access is RobotsAccess.Rules or RobotsAccess.AllowAll)
        {
            await transaction.SaveRobotsAsync(new RobotsRecord
            {
                Origin = robots.Origin,
                Host = host.Host,
                Access = robots.Access,
                HttpStatus = robots.HttpStatus,
                Text = robots.Text,
                FetchedAt = transaction.Now,
                ExpiresAt = robots.ExpiresAt,
            });
        }
    }

    private void NoteRefusals(HostLedger host, HostBatchFetched answer, DateTimeOffset now)
    {
        var robotsReached = answer.Robots.Any(robots => robots.Access is RobotsAccess.Rules or RobotsAccess.AllowAll);
        if (answer.Outcomes.Any(IsAnswer) || (robotsReached && host.BlockReason == UrlReason.RobotsUnreachable))
        {
            PolitenessPolicy.Accept(host);
        }

        if (host.BlockedUntil <= now)
        {
            host.BlockedUntil = null;
            host.BlockReason = null;
        }

        var throttled = answer.Outcomes.Where(outcome => outcome.Kind == OutcomeKind.Throttled).ToList();
        if (throttled.Count > 0)
        {
            politeness.Refuse(host, UrlReason.Throttled, throttled.Max(outcome => outcome.RetryAfter), now);
        }
        else if (answer.Robots.Any(robots => robots.Access is RobotsAccess.Unreachable or RobotsAccess.Other))
        {
            politeness.Refuse(host, UrlReason.RobotsUnreachable, retryAfter: null, now);
        }
        else if (answer.Robots.Count == 0 && answer.Outcomes.All(outcome => outcome.Kind == OutcomeKind.NotAttempted))
        {
            host.BlockedUntil = host.BlockedUntil > now + IdlePause ? host.BlockedUntil : now + IdlePause;
        }
    }

    private void NoteFailures(HostQueue queue, HostBatchFetched answer)
    {
        foreach (var outcome in answer.Outcomes)
        {
            if (IsAnswer(outcome) || outcome.Kind == OutcomeKind.Throttled)
            {
                queue.FailuresInRow = 0;
            }
            else if (outcome.Kind == OutcomeKind.Failed
                && Enum.TryParse<UrlReason>(outcome.Reason, out var reason)
                && RetryPolicy.IsUnanswered(reason)
                && ++queue.FailuresInRow >= _options.MaxHostFailures)
            {
                queue.GivenUp ??= reason;
            }
        }
    }
}
