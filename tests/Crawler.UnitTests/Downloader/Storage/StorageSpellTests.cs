using Crawler.Downloader.Storage;
using Crawler.TestKit.Time;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Storage;

public sealed class StorageSpellTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();
    private readonly StorageSpell _spell;

    public StorageSpellTests() => _spell = new StorageSpell(First, Longest, _time);

    [Fact]
    public void Failure_HoldsEveryBatchBackUntilThePauseIsOver()
    {
        _spell.Fail(Guid.NewGuid()).ShouldBeTrue();

        Admits().ShouldBeFalse();
        _time.Advance(First - TimeSpan.FromTicks(1));
        Admits().ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));
        Admits().ShouldBeTrue();
    }

    [Fact]
    public void Probe_IsOneAtATime()
    {
        var probe = Probe();

        Admits().ShouldBeFalse();
        _spell.End(probe, hasStored: false).ShouldBeFalse();
        Admits().ShouldBeTrue();
    }

    [Fact]
    public void ProbeThatGetsThrough_EndsTheSpell()
    {
        _spell.End(Probe(), hasStored: true).ShouldBeTrue();

        _spell.IsOn.ShouldBeFalse();
        Admits().ShouldBeTrue();
        Admits().ShouldBeTrue();
    }

    [Fact]
    public void PauseDoublesWithEveryProbeThatFailsUpToTheLongest()
    {
        var pauses = new List<double> { Pause(Guid.NewGuid()) };
        for (var i = 0; i < 5; i++)
        {
            pauses.Add(Pause(_last));
        }

        pauses.ShouldBe([5, 10, 20, 40, 60, 60]);
    }

    [Fact]
    public void BatchesThatWereBegunBeforeTheSpell_ChangeNothing()
    {
        _spell.Fail(Guid.NewGuid());
        var other = Guid.NewGuid();

        _spell.Fail(other).ShouldBeFalse();
        _spell.End(other, hasStored: true).ShouldBeFalse();

        _spell.IsOn.ShouldBeTrue();
        _time.Advance(First);
        Admits().ShouldBeTrue();
    }

    [Theory]
    [InlineData(30, 10)]
    [InlineData(60, 5)]
    public void SpellThatFollowsSoonAfterAnother_GoesOnWhereThatOneEnded(int secondsBetween, int pause)
    {
        _spell.End(Probe(), hasStored: true);
        _time.Advance(TimeSpan.FromSeconds(secondsBetween));

        Pause(Guid.NewGuid()).ShouldBe(pause);
    }

    private Guid _last;

    private bool Admits() => _spell.Admits(_last = Guid.NewGuid());

    private Guid Probe()
    {
        _spell.Fail(Guid.NewGuid());
        _time.Advance(First);
        Admits().ShouldBeTrue();
        return _last;
    }

    /// <summary>How long nothing is begun after a failure of this batch, in seconds.</summary>
    private double Pause(Guid leaseId)
    {
        _spell.Fail(leaseId);
        var seconds = 0;
        while (!Admits())
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
        }

        return seconds;
    }
}
