using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Notes what comes, and fails over what asks for it.</summary>
internal sealed class NoteConsumer(Seen seen) : IConsumer<Note>
{
    public const string Failing = "fail";

    /// <summary>Fails until it is redelivered.</summary>
    public const string Recovering = "recover";

    public Task Consume(ConsumeContext<Note> context)
    {
        seen.Add(context, context.Message.Text);
        return context.Message.Text == Failing
            || (context.Message.Text == Recovering && context.GetRedeliveryCount() == 0)
            ? throw new InvalidOperationException("As it was asked to.")
            : Task.CompletedTask;
    }
}
