using Crawler.Contracts.V1.Crawls;
using Crawler.Persistence.Crawls;

using MassTransit;

namespace Crawler.Scheduler.Sagas;

/// <summary>The life of a crawl.</summary>
/// <remarks>
/// The machine sees milestones, never single URLs: those are rows of the frontier.
/// <code>
///              SubmitCrawl  SeedsAdmitted  PauseCrawl  ResumeCrawl  CancelCrawl  LimitReached  FrontierDrained
/// (none)       Submitted    -              retry       retry        retry        -             -
/// Submitted    -            Crawling       Paused      -            Draining     Draining      end
/// Crawling     -            -              Paused      -            Draining     Draining      end
/// Paused       -            -              -           Crawling     Draining     Draining      end
/// Draining     -            -              -           -            -            -             end
/// ended        -            -              -           -            -            -             -
/// </code>
/// A dash is ignored on purpose: the message is late or a copy. <i>Retry</i>: the command overtook SubmitCrawl, and is
/// tried again.
/// <i>End</i> is Cancelled for a crawl that was cancelled, Failed for one that stored nothing, and Completed otherwise.
/// </remarks>
public sealed class CrawlStateMachine : MassTransitStateMachine<CrawlSaga>
{
    /// <summary>Builds the table.</summary>
    public CrawlStateMachine(TimeProvider time)
    {
        InstanceState(crawl => crawl.CurrentState);

        Event(() => SubmitRequested, submit => submit.CorrelateById(context => context.Message.CrawlId));
        Event(() => PauseRequested, pause =>
            pause.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Fault()));
        Event(() => ResumeRequested, resume =>
            resume.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Fault()));
        Event(() => CancelRequested, cancel =>
            cancel.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Fault()));
        Event(() => SeedsAdmitted, seeds =>
            seeds.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Discard()));
        Event(() => LimitReached, limit =>
            limit.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Discard()));
        Event(() => FrontierDrained, drain =>
            drain.CorrelateById(context => context.Message.CrawlId).OnMissingInstance(m => m.Discard()));

        Initially(
            When(SubmitRequested)
                .Begin()
                .RequestSeeds()
                .TransitionTo(Submitted));

        During(Submitted,
            When(SeedsAdmitted)
                .PublishStarted(time)
                .TransitionTo(Crawling),
            When(PauseRequested)
                .Pause(time)
                .TransitionTo(Paused),
            Ignore(SubmitRequested),
            Ignore(ResumeRequested));

        During(Crawling,
            When(PauseRequested)
                .Pause(time)
                .TransitionTo(Paused),
            Ignore(SubmitRequested),
            Ignore(SeedsAdmitted),
            Ignore(ResumeRequested));

        During(Paused,
            When(ResumeRequested)
                .Resume(time)
                .TransitionTo(Crawling),
            Ignore(SubmitRequested),
            Ignore(SeedsAdmitted),
            Ignore(PauseRequested));

        During([Submitted, Crawling, Paused],
            When(CancelRequested)
                .StopBecause(EndReason.Cancelled, time)
                .TransitionTo(Draining),
            When(LimitReached)
                .StopBecauseOfLimit(time)
                .TransitionTo(Draining));

        During([Submitted, Crawling, Paused, Draining],
            When(FrontierDrained, CrawlStateMachineBehaviors.IsCancelled)
                .End(EndReason.Cancelled, time)
                .PublishCancelled()
                .TransitionTo(Cancelled),
            When(FrontierDrained, CrawlStateMachineBehaviors.HasFailed)
                .End(EndReason.SeedsFailed, time)
                .PublishFailed()
                .TransitionTo(Failed),
            When(FrontierDrained, CrawlStateMachineBehaviors.HasSucceeded)
                .End(EndReason.Drained, time)
                .PublishCompleted()
                .TransitionTo(Completed));

        During(Draining,
            Ignore(SubmitRequested),
            Ignore(SeedsAdmitted),
            Ignore(PauseRequested),
            Ignore(ResumeRequested),
            Ignore(CancelRequested),
            Ignore(LimitReached));

        During([Completed, Failed, Cancelled],
            Ignore(SubmitRequested),
            Ignore(SeedsAdmitted),
            Ignore(PauseRequested),
            Ignore(ResumeRequested),
            Ignore(CancelRequested),
            Ignore(LimitReached),
            Ignore(FrontierDrained));
    }

    /// <summary>Its seeds are on their way into the frontier.</summary>
    public State Submitted { get; private set; } = null!;

    /// <summary>Its URLs are handed out.</summary>
    public State Crawling { get; private set; } = null!;

    /// <summary>It keeps its URLs until it is resumed.</summary>
    public State Paused { get; private set; } = null!;

    /// <summary>It ends: what waits is being retired, what is leased is awaited.</summary>
    public State Draining { get; private set; } = null!;

    /// <summary>It has done its work.</summary>
    public State Completed { get; private set; } = null!;

    /// <summary>It could not do its work.</summary>
    public State Failed { get; private set; } = null!;

    /// <summary>A person ended it.</summary>
    public State Cancelled { get; private set; } = null!;

    /// <summary>See <see cref="SubmitCrawl"/>.</summary>
    public Event<SubmitCrawl> SubmitRequested { get; private set; } = null!;

    /// <summary>See <see cref="PauseCrawl"/>.</summary>
    public Event<PauseCrawl> PauseRequested { get; private set; } = null!;

    /// <summary>See <see cref="ResumeCrawl"/>.</summary>
    public Event<ResumeCrawl> ResumeRequested { get; private set; } = null!;

    /// <summary>See <see cref="CancelCrawl"/>.</summary>
    public Event<CancelCrawl> CancelRequested { get; private set; } = null!;

    /// <summary>See <see cref="Contracts.V1.Crawls.SeedsAdmitted"/>.</summary>
    public Event<SeedsAdmitted> SeedsAdmitted { get; private set; } = null!;

    /// <summary>See <see cref="Contracts.V1.Crawls.LimitReached"/>.</summary>
    public Event<LimitReached> LimitReached { get; private set; } = null!;

    /// <summary>See <see cref="Contracts.V1.Crawls.FrontierDrained"/>.</summary>
    public Event<FrontierDrained> FrontierDrained { get; private set; } = null!;
}
