namespace Crawler.IntegrationTests.Frontier.Messaging;

/// <summary>What the consumer of <see cref="Ping"/> does last.</summary>
internal sealed class PingBehavior(Func<Ping, Task> run)
{
    public static PingBehavior Consumes { get; } = new(_ => Task.CompletedTask);

    public static PingBehavior Throws { get; } = new(_ => throw new InvalidOperationException("As the test asks."));

    public Task RunAsync(Ping ping) => run(ping);
}
