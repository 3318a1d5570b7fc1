using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>Notes what comes, and fails over what asks for it.</summary>
internal sealed class NoteConsumer(Seen seen) : IConsumer<Note>
{
    public const string Failing = "fail";

    public Task Consume(ConsumeContext<Note> context)
    {
        seen.Add(context, context.Message.Text);
        return context.Message.Text == Failing
            ? throw new InvalidOperationException("As it was asked to.")
            : Task.CompletedTask;
    }
}
