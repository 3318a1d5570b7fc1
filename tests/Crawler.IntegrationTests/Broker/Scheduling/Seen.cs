using System.Collections.Concurrent;

using MassTransit;

namespace Crawler.IntegrationTests.Broker.Scheduling;

/// <summary>What the consumers of these tests were given, in order.</summary>
internal sealed class Seen
{
    private readonly ConcurrentQueue<Arrival> _arrivals = new();

    public IReadOnlyList<Arrival> All => [.. _arrivals];

    public void Add(ConsumeContext context, string text) => _arrivals.Enqueue(new Arrival(
        text, context.GetRedeliveryCount(), context.Headers.Get<string>("X-Custom"), context.MessageId,
        context.CorrelationId));

    internal sealed record Arrival(
        string Text, int Redeliveries, string? Header, Guid? MessageId, Guid? CorrelationId);
}
