using System.Threading.Channels;

namespace Crawler.Persistence.Messaging;

/// <summary>
/// Hands committed outbox rows to delivery without reading them again, and wakes whoever waits for commits.
/// </summary>
public sealed class OutboxSignal
{
    private readonly Channel<IReadOnlyList<OutboxMessage>> _committed =
        Channel.CreateUnbounded<IReadOnlyList<OutboxMessage>>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Rows in the order of their commits.</summary>
    internal ChannelReader<IReadOnlyList<OutboxMessage>> Committed => _committed.Reader;

    internal void Post(IReadOnlyList<OutboxMessage> messages) => _committed.Writer.TryWrite(messages);
}
