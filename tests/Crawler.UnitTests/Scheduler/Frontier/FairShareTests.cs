using Crawler.Scheduler.Frontier;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Scheduler.Frontier;

public sealed class FairShareTests
{
    private readonly FairShare _share = new();

    [Fact]
    public void TwiceTheWeight_IsTwiceTheTurns()
    {
        var (light, heavy) = (Guid.NewGuid(), Guid.NewGuid());
        _share.Enter([light, heavy]);
        var turns = new List<Guid>();
        for (var i = 0; i < 300; i++)
        {
            var next = _share.Next([light, heavy]);
            _share.Use(next, 10, next == heavy ? 2 : 1);
            turns.Add(next);
        }

        turns.Count(turn => turn == heavy).ShouldBe(200);
    }

    [Fact]
    public void NewCrawl_BeginsLevel_AndDoesNotTakeEveryTurn()
    {
        var (old, late) = (Guid.NewGuid(), Guid.NewGuid());
        _share.Enter([old]);
        _share.Use(old, 1_000_000, 1);
        _share.Enter([old, late]);
        var turns = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            var next = _share.Next([old, late]);
            _share.Use(next, 5, 1);
            turns.Add(next);
        }

        turns.Count(turn => turn == late).ShouldBe(5);
    }

    [Fact]
    public void CrawlThatHasNothingReady_DoesNotHoldTheOthersUp()
    {
        var (idle, busy) = (Guid.NewGuid(), Guid.NewGuid());
        _share.Enter([idle, busy]);
        _share.Use(busy, 100, 1);

        _share.Next([busy]).ShouldBe(busy);
    }

    [Fact]
    public void CrawlThatEnded_IsForgotten()
    {
        var (ended, other) = (Guid.NewGuid(), Guid.NewGuid());
        _share.Enter([ended, other]);
        _share.Use(other, 100, 1);
        _share.Enter([other]);
        _share.Enter([ended, other]);

        _share.Use(ended, 1, 1);

        _share.Next([ended, other]).ShouldBe(other);
    }
}
