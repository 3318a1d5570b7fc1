using Crawler.Downloader.Outlinks;
using Crawler.WebStandards.Url;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class SentLinkSetTests
{
    [Fact]
    public void Link_IsKnownAtItsDepthAndDeeperAndNotNearer()
    {
        var set = new SentLinkSet(1_024);

        set.Add(Link(1, depth: 3));

        set.Contains(Link(1, depth: 2)).ShouldBeFalse();
        set.Contains(Link(1, depth: 3)).ShouldBeTrue();
        set.Contains(Link(1, depth: 4)).ShouldBeTrue();
    }

    [Fact]
    public void SmallestDepth_IsKept()
    {
        var set = new SentLinkSet(1_024);

        set.Add(Link(1, depth: 3));
        set.Add(Link(1, depth: 1));
        set.Add(Link(1, depth: 2));

        set.Contains(Link(1, depth: 1)).ShouldBeTrue();
    }

    [Fact]
    public void DepthsBeyondAByte_AreNeverKnown()
    {
        var set = new SentLinkSet(1_024);

        set.Add(Link(1, depth: 300));

        set.Contains(Link(1, depth: 299)).ShouldBeFalse();
        set.Contains(Link(1, depth: 300)).ShouldBeFalse();
    }

    [Fact]
    public void KeyOfZeros_IsNeverKnown()
    {
        var set = new SentLinkSet(1_024);

        set.Add(new SentLink(new UrlKey(UInt128.Zero), 1));

        set.Contains(new SentLink(new UrlKey(UInt128.Zero), 1)).ShouldBeFalse();
    }

    [Fact]
    public void GrowingSet_KeepsMostOfWhatFits()
    {
        const int count = 20_000;
        var set = new SentLinkSet(32_768);

        for (var i = 1; i <= count; i++)
        {
            set.Add(Link(i, depth: 1));
        }

        Enumerable.Range(1, count).Count(i => set.Contains(Link(i, depth: 1))).ShouldBeGreaterThan(count * 9 / 10);
    }

    [Fact]
    public void FullSet_ForgetsOldLinksForNew()
    {
        var set = new SentLinkSet(1_024);

        for (var i = 1; i <= 100_000; i++)
        {
            set.Add(Link(i, depth: 1));
            set.Contains(Link(i, depth: 1)).ShouldBeTrue();
        }

        Enumerable.Range(1, 100_000).Count(i => set.Contains(Link(i, depth: 1))).ShouldBeLessThanOrEqualTo(1_024);
    }

    [Fact]
    public void Set_NeverKnowsWhatWasNotAddedAtThatDepthOrNearer()
    {
        var addition = from number in Gen.Choose(0, 2_999) from depth in Gen.Choose(0, 3) select Link(number, depth);

        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(addition.ArrayOf(4_000).ToArbitrary(), KnowsOnlyWhatWasAdded));
    }

    private static bool KnowsOnlyWhatWasAdded(SentLink[] additions)
    {
        var set = new SentLinkSet(1_024);
        var nearest = new Dictionary<UrlKey, int>();
        foreach (var link in additions)
        {
            set.Add(link);
            nearest[link.Key] = Math.Min(link.Depth, nearest.GetValueOrDefault(link.Key, int.MaxValue));
        }

        var asked = from number in Enumerable.Range(0, 3_000) from depth in Enumerable.Range(0, 4) select Link(number, depth);
        return asked.Where(set.Contains).All(link => nearest.TryGetValue(link.Key, out var depth) && depth <= link.Depth);
    }

    private static SentLink Link(int number, int depth) => new(UrlKey.Of($"http://a.example/{number}"), depth);
}
