using System.Threading.Channels;

namespace Crawler.Persistence.Messaging;

/// <summary>Tells delivery of commits, and hands it the rows where it sends them itself.</summary>
/// <remarks>
/// In one process delivery takes the rows from here, and does not read them again. To a broker it reads them from the
/// database, where it learns who sends them: here waits one wake-up at most, however long the broker is away.
/// </remarks>
public sealed class OutboxSignal(bool carriesRows = true)
{
    private readonly Channel<IReadOnlyList<OutboxMessage>> _committed = carriesRows
        ? Channel.CreateUnbounded<IReadOnlyList<OutboxMessage>>(new UnboundedChannelOptions { SingleReader = true })
        : Channel.CreateBounded<IReadOnlyList<OutboxMessage>>(
            new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Rows in the order of their commits.</summary>
    internal ChannelReader<IReadOnlyList<OutboxMessage>> Committed => _committed.Reader;

    internal void Post(IReadOnlyList<OutboxMessage> messages) =>
        _committed.Writer.TryWrite(carriesRows ? messages : []);
}
