using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Begins a vigil, which ends by itself.</summary>
public sealed record BeginVigil(Guid Id, TimeSpan Lasting);

/// <summary>Ends a vigil before its time.</summary>
public sealed record EndVigil(Guid Id);

/// <summary>A vigil's time is over.</summary>
public sealed record VigilOver(Guid Id);

/// <summary>A saga with a time-out.</summary>
public sealed class Vigil : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public Guid? TimeoutToken { get; set; }
}

internal sealed class VigilStateMachine : MassTransitStateMachine<Vigil>
{
    public VigilStateMachine(Seen seen)
    {
        InstanceState(vigil => vigil.CurrentState);
        Event(() => Begun, begun => begun.CorrelateById(context => context.Message.Id));
        Event(() => Ended, ended => ended.CorrelateById(context => context.Message.Id));
        Schedule(() => Timeout, vigil => vigil.TimeoutToken, schedule =>
            schedule.Received = received => received.CorrelateById(context => context.Message.Id));

        Initially(
            When(Begun)
                .Schedule(Timeout, context => new VigilOver(context.Saga.CorrelationId), context => context.Message.Lasting)
                .TransitionTo(Watching));
        During(Watching,
            When(Timeout!.Received)
                .Then(context => seen.Add(context, "over"))
                .TransitionTo(Over),
            When(Ended)
                .Unschedule(Timeout)
                .Then(context => seen.Add(context, "ended"))
                .TransitionTo(Over));
        During(Over, Ignore(Timeout.Received), Ignore(Ended));
    }

    public State Watching { get; private set; } = null!;

    public State Over { get; private set; } = null!;

    public Event<BeginVigil> Begun { get; private set; } = null!;

    public Event<EndVigil> Ended { get; private set; } = null!;

    public Schedule<Vigil, VigilOver> Timeout { get; private set; } = null!;
}
