using Crawler.Persistence.Messaging;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Persistence.Messaging;

public sealed class OutboxSignalTests
{
    [Fact]
    public void SignalThatOnlyWakes_KeepsOneWakeUpAndNoRows()
    {
        var signal = new OutboxSignal(carriesRows: false);

        for (var i = 0; i < 1_000; i++)
        {
            signal.Post([new OutboxMessage()]);
        }

        signal.Committed.TryRead(out var rows).ShouldBeTrue();
        rows.ShouldBeEmpty();
        signal.Committed.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void SignalThatCarriesRows_LosesNone()
    {
        var signal = new OutboxSignal();

        signal.Post([new OutboxMessage { Id = 1 }]);
        signal.Post([new OutboxMessage { Id = 2 }]);

        signal.Committed.TryRead(out var first).ShouldBeTrue();
        signal.Committed.TryRead(out var second).ShouldBeTrue();
        first!.Concat(second!).Select(row => row.Id).ShouldBe([1, 2]);
    }
}
