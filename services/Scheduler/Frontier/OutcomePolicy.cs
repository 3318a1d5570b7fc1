using Crawler.Contracts.V1.Fetching;
using Crawler.Persistence.Frontier;
using Crawler.WebStandards.Url;

using Microsoft.Extensions.Options;

namespace Crawler.Scheduler.Frontier;

/// <summary>Decides which state a URL goes to after a fetch, or after none.</summary>
internal sealed class OutcomePolicy(RetryPolicy retry, IOptions<FrontierOptions> options)
{
    private readonly FrontierOptions _options = options.Value;

    public void Apply(BatchInCommit batch, FrontierUrl url, UrlOutcome outcome)
    {
        var from = url.State;
        batch.Counters.Reserve(url, -1);
        url.HttpStatus = outcome.HttpStatus ?? url.HttpStatus;
        switch (outcome.Kind)
        {
            case OutcomeKind.Fetched when url.Kind == UrlKind.Sitemap:
                url.Attempts = 0;
                url.FetchedAt = outcome.FetchedAt ?? batch.Now;
                Finish(url, UrlState.Fetched, null);
                break;
            case OutcomeKind.Fetched:
                Store(batch, url, outcome, unchanged: url.LastSeq is not null && url.Digest == outcome.Digest);
                break;
            case OutcomeKind.NotModified when url.LastSeq is not null:
                Store(batch, url, outcome, unchanged: true);
                break;
            case OutcomeKind.NotModified:
                // The server answers a condition that was never set.
                Fail(batch, url, UrlReason.Body);
                break;
            case OutcomeKind.Redirected:
                Redirect(batch, url, outcome);
                break;
            case OutcomeKind.Throttled when url.Kind == UrlKind.Sitemap:
                // No crawl waits hours for a host only because of a sitemap, which may well be on no host of its pages.
                Fail(batch, url, UrlReason.Throttled);
                break;
            case OutcomeKind.NotAttempted when url.Kind == UrlKind.Sitemap && batch.IsRobotsUnreachable:
                Fail(batch, url, UrlReason.RobotsUnreachable);
                break;
            case OutcomeKind.Gone:
                Finish(url, UrlState.Gone, null);
                break;
            case OutcomeKind.Skipped:
                Finish(url, UrlState.Skipped, ReasonOf(outcome, UrlState.Skipped) ?? UrlReason.ContentType);
                break;
            case OutcomeKind.Failed:
                Fail(batch, url, ReasonOf(outcome, UrlState.Failed) ?? UrlReason.Internal);
                break;
            default:
                Return(batch, url);
                break;
        }

        if (outcome.Kind is not (OutcomeKind.NotAttempted or OutcomeKind.Throttled or OutcomeKind.Other))
        {
            url.Solo = false;
            url.Crashes = 0;
        }

        if (batch.Plan.Spec.Continuous is { } continuous && batch.MayGoOn && url.DueAt is null
            && (url.LastSeq is not null || url.Kind == UrlKind.Sitemap))
        {
            // Once stored, always watched: also a page that is gone or fails today is due again. So is a sitemap.
            url.DueAt = batch.Now + continuous.RecrawlAfter;
        }

        batch.Counters.Move(url.Kind, from, null, url.State, url.Reason);
        url.LeaseId = null;
        url.LeasedFrom = null;
    }

    /// <summary>Gives a URL back as it was before its lease, through no fault of its own.</summary>
    public static void Return(BatchInCommit batch, FrontierUrl url)
    {
        if (url.LeasedFrom is not (null or UrlState.Queued))
        {
            // A recrawl that did not happen: what is stored stays good, and it stays due.
            url.State = url.LeasedFrom.Value;
            url.DueAt = batch.MayGoOn ? url.DueAt : null;
            return;
        }

        Requeue(batch, url, url.DueAt ?? batch.Now);
    }

    private static void Requeue(BatchInCommit batch, FrontierUrl url, DateTimeOffset dueAt)
    {
        if (batch.Crawl.IsEnding)
        {
            Finish(url, UrlState.Skipped, UrlAdmission.ReasonOf(batch.Crawl.EndReason));
        }
        else if (batch.Queue.GivenUp is { } reason)
        {
            Finish(url, UrlState.Failed, reason);
        }
        else
        {
            url.State = UrlState.Queued;
            url.Reason = null;
            url.DueAt = dueAt;
        }
    }

    private static void Finish(FrontierUrl url, UrlState state, UrlReason? reason)
    {
        url.State = state;
        url.Reason = reason;
        url.DueAt = null;
    }

    private static UrlReason? ReasonOf(UrlOutcome outcome, UrlState state) =>
        Enum.TryParse<UrlReason>(outcome.Reason, out var reason) && UrlReasons.StateOf(reason) == state ? reason : null;

    private static void Store(BatchInCommit batch, FrontierUrl url, UrlOutcome outcome, bool unchanged)
    {
        var counters = batch.Counters.Row;
        Finish(url, unchanged ? UrlState.Unchanged : UrlState.Fetched, null);
        counters.Stored += url.LastSeq is null ? 1 : 0;
        counters.Bytes += outcome.BodyBytes;
        url.LastSeq = ++counters.LastSeq;
        url.Attempts = 0;
        url.FetchedAt = outcome.FetchedAt ?? batch.Now;
        url.Digest = outcome.Digest ?? url.Digest;
        url.ETag = outcome.ETag ?? url.ETag;
        url.LastModified = outcome.LastModified ?? url.LastModified;
        batch.Fetches.Add(new Fetch
        {
            CrawlId = url.CrawlId,
            Seq = counters.LastSeq,
            UrlKey = url.UrlKey,
            Unchanged = unchanged,
            HttpStatus = outcome.HttpStatus ?? 0,
            ContentType = Cut(outcome.ContentType, 255),
            BodyBytes = outcome.BodyBytes,
            Digest = url.Digest,
            Title = Cut(outcome.Title, 1024),
            NoIndex = outcome.NoIndex,
            FetchedAt = url.FetchedAt.Value,
            Duration = outcome.Duration,
            ArchiveFile = outcome.Archive?.File,
            ArchiveOffset = outcome.Archive?.Offset,
            ArchiveLength = outcome.Archive?.Length,
            PayloadDigest = Cut(outcome.PayloadDigest, 80),
            OriginalSeq = outcome.Archive is null ? null : outcome.RevisitOf,
        });
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;

    private void Fail(BatchInCommit batch, FrontierUrl url, UrlReason reason)
    {
        url.Attempts++;
        var mayGoBetter = RetryPolicy.IsTransient(reason)
            || (url.Kind == UrlKind.Sitemap && reason is UrlReason.Throttled or UrlReason.RobotsUnreachable);
        if (mayGoBetter && retry.PauseAfter(url.Attempts) is { } pause)
        {
            Requeue(batch, url, batch.Now + pause);
            batch.Retries += url.State == UrlState.Queued ? 1 : 0;
        }
        else
        {
            Finish(url, UrlState.Failed, reason);
        }
    }

    private void Redirect(BatchInCommit batch, FrontierUrl url, UrlOutcome outcome)
    {
        if (url.Hops >= _options.MaxRedirects || !WebUrl.TryParse(outcome.RedirectTo, out var target) || !target.IsHttp)
        {
            Finish(url, UrlState.Failed, UrlReason.RedirectLimit);
            return;
        }

        if (url.DiscoveryPath.StartsWith('S') && url.DiscoveryPath.AsSpan(1).TrimStart('R').IsEmpty)
        {
            batch.WidenScope(target);
        }

        if (UrlAdmission.KeyOf(batch.Plan, target, url.Kind) == UrlKey.Read(url.UrlKey))
        {
            RequeueAt(batch, url, target);
            return;
        }

        Finish(url, UrlState.Redirected, null);
        batch.Find(target, url.Kind, url, url.Depth, url.Hops + 1, step: 'R');
    }

    /// <summary>The redirect leads to another spelling of the same URL: the row goes on with it.</summary>
    private static void RequeueAt(BatchInCommit batch, FrontierUrl url, WebUrl target)
    {
        url.Hops++;
        url.DiscoveryPath = UrlAdmission.Extend(url.DiscoveryPath, 'R');
        url.Url = target.WithoutFragment().Href;
        if (url.Host != target.HostAndPort)
        {
            url.Host = target.HostAndPort;
            batch.Moved.Add(url.Host);
        }

        Requeue(batch, url, batch.Now);
    }
}
