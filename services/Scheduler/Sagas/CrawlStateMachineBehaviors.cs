using System.Diagnostics;
using System.Text.Json;

using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;
using Crawler.ServiceDefaults.Messaging;
using Crawler.ServiceDefaults.Serialization;
using Crawler.WebStandards.Url;

using MassTransit;

namespace Crawler.Scheduler.Sagas;

/// <summary>What the crawl's state machine does, by the verbs of its table.</summary>
internal static class CrawlStateMachineBehaviors
{
    public static bool IsCancelled(BehaviorContext<CrawlSaga, FrontierDrained> context) =>
        context.Saga.EndReason == EndReason.Cancelled;

    public static bool HasFailed(BehaviorContext<CrawlSaga, FrontierDrained> context) =>
        !IsCancelled(context) && context.Saga.EndReason is null or EndReason.SeedsFailed
            && HasStoredNothing(context.Message.Counts);

    public static bool HasSucceeded(BehaviorContext<CrawlSaga, FrontierDrained> context) =>
        !IsCancelled(context) && !HasFailed(context);

    public static EventActivityBinder<CrawlSaga, SubmitCrawl> Begin(
        this EventActivityBinder<CrawlSaga, SubmitCrawl> binder) =>
        binder.Then(context =>
        {
            // Gateway has checked what comes by it; a bare command may come from anywhere.
            if (CrawlSpecRules.Check(context.Message.Spec) is [var error, ..])
            {
                throw new InvalidMessageException($"{error.Field} {error.Message}.");
            }

            var crawl = context.Saga;
            crawl.Spec = JsonSerializer.Serialize(context.Message.Spec, CrawlerJson.Options);
            crawl.ProfileVersion = CanonicalUrlProfile.Default.Version;
            crawl.Weight = Math.Max(1, context.Message.Spec.Weight);
            crawl.SubmittedAt = context.Message.SubmittedAt;
            crawl.DeadlineAt = context.Message.SubmittedAt + context.Message.Spec.Limits.Duration;
            crawl.TraceParent = Activity.Current?.Id;
        });

    public static EventActivityBinder<CrawlSaga, SubmitCrawl> RequestSeeds(
        this EventActivityBinder<CrawlSaga, SubmitCrawl> binder) =>
        binder.Publish(context => new AdmitSeeds { CrawlId = context.Saga.CorrelationId });

    public static EventActivityBinder<CrawlSaga, SeedsAdmitted> PublishStarted(
        this EventActivityBinder<CrawlSaga, SeedsAdmitted> binder, TimeProvider time) =>
        binder.Change().Publish(
            context => new CrawlStarted { CrawlId = context.Saga.CorrelationId, At = time.GetUtcNow() });

    public static EventActivityBinder<CrawlSaga, PauseCrawl> Pause(
        this EventActivityBinder<CrawlSaga, PauseCrawl> binder, TimeProvider time) =>
        binder.Change()
            .Then(context => context.Saga.PausedAt = time.GetUtcNow())
            .Publish(
                context => new CrawlPaused { CrawlId = context.Saga.CorrelationId, At = context.Saga.PausedAt!.Value });

    public static EventActivityBinder<CrawlSaga, ResumeCrawl> Resume(
        this EventActivityBinder<CrawlSaga, ResumeCrawl> binder, TimeProvider time) =>
        binder.Change()
            .Then(context =>
            {
                var crawl = context.Saga;
                crawl.DeadlineAt += time.GetUtcNow() - crawl.PausedAt;
                crawl.PausedAt = null;
            })
            .Publish(context => new CrawlResumed { CrawlId = context.Saga.CorrelationId, At = time.GetUtcNow() });

    public static EventActivityBinder<CrawlSaga, TMessage> StopBecause<TMessage>(
        this EventActivityBinder<CrawlSaga, TMessage> binder, EndReason reason, TimeProvider time)
        where TMessage : class =>
        binder.Stop(_ => reason, time);

    public static EventActivityBinder<CrawlSaga, LimitReached> StopBecauseOfLimit(
        this EventActivityBinder<CrawlSaga, LimitReached> binder, TimeProvider time) =>
        binder.Stop(context => context.Message.Reason, time);

    public static EventActivityBinder<CrawlSaga, FrontierDrained> End(
        this EventActivityBinder<CrawlSaga, FrontierDrained> binder, EndReason reason, TimeProvider time) =>
        binder.Change().Then(context =>
        {
            context.Saga.EndReason ??= reason;
            context.Saga.EndedAt = time.GetUtcNow();
            context.Saga.PausedAt = null;
        });

    public static EventActivityBinder<CrawlSaga, FrontierDrained> PublishCompleted(
        this EventActivityBinder<CrawlSaga, FrontierDrained> binder) =>
        binder.Publish(context => new CrawlCompleted
        {
            CrawlId = context.Saga.CorrelationId,
            At = context.Saga.EndedAt!.Value,
            Reason = context.Saga.EndReason!.Value,
            Counts = context.Message.Counts,
        });

    public static EventActivityBinder<CrawlSaga, FrontierDrained> PublishFailed(
        this EventActivityBinder<CrawlSaga, FrontierDrained> binder) =>
        binder.Publish(context => new CrawlFailed
        {
            CrawlId = context.Saga.CorrelationId,
            At = context.Saga.EndedAt!.Value,
            Reason = context.Saga.EndReason!.Value,
            Counts = context.Message.Counts,
        });

    public static EventActivityBinder<CrawlSaga, FrontierDrained> PublishCancelled(
        this EventActivityBinder<CrawlSaga, FrontierDrained> binder) =>
        binder.Publish(context => new CrawlCancelled
        {
            CrawlId = context.Saga.CorrelationId,
            At = context.Saga.EndedAt!.Value,
            Reason = context.Saga.EndReason!.Value,
            Counts = context.Message.Counts,
        });

    private static bool HasStoredNothing(CrawlCounts counts) => counts.Fetched + counts.Unchanged == 0;

    private static EventActivityBinder<CrawlSaga, TMessage> Stop<TMessage>(
        this EventActivityBinder<CrawlSaga, TMessage> binder, Func<BehaviorContext<CrawlSaga, TMessage>,
        EndReason> reason, TimeProvider time)
        where TMessage : class =>
        binder.Change()
            .Then(context => context.Saga.EndReason = reason(context))
            .Publish(context => new CrawlStopping { CrawlId = context.Saga.CorrelationId, At = time.GetUtcNow() })
            .Publish(
                context =>
                    new DrainFrontier { CrawlId = context.Saga.CorrelationId, Reason = context.Saga.EndReason!.Value });

    /// <summary>Marks the row as another version, so that two writers cannot both win.</summary>
    private static EventActivityBinder<CrawlSaga, TMessage> Change<TMessage>(
        this EventActivityBinder<CrawlSaga, TMessage> binder)
        where TMessage : class =>
        binder.Then(context => context.Saga.RowVersion++);
}
