using Crawler.TestKit.Bench;
using Crawler.WebStandards.Url.Traps;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url.Traps;

public sealed class TrapSignsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/a/b/a/b/a/b")]
    [InlineData("/x/a/b/c/a/b/c/a/b/c/index.html")]
    [InlineData("/a/a/a")]
    [InlineData("/a/1/a/2/a/3/a/4")]
    public void PathThatGoesRound_HasRepeatedSegments(string path) =>
        Rules(path).ShouldBe([TrapRule.RepeatedSegments]);

    [Theory]
    [InlineData("/calendar/2031/05")]
    [InlineData("/calendar/2031/5/12/")]
    [InlineData("/events/2028-02")]
    [InlineData("/events/day-by-day/9999-12-31.html")]
    [InlineData("/events/1031/05")]
    [InlineData("/cal?date=2031-05-12")]
    [InlineData("/cal?calmonth=203105")]
    [InlineData("/cal?year=2031&month=5")]
    [InlineData("/cal?m=1&y=2199")]
    public void DateFarFromNow_IsOfACalendar(string path) => Rules(path).ShouldBe([TrapRule.Calendar]);

    [Theory]
    [InlineData("/page;jsessionid=0A1B2C3D4E5F")]
    [InlineData("/(S(lit3py55t21z5v55vlm25s55))/page.aspx")]
    [InlineData("/page?PHPSESSID=0a1b2c3d4e5f")]
    [InlineData("/page?id=7&sid=0a1b2c3d4e5f")]
    [InlineData("/page?visit=0a1b2c3d4e5f6a7b8c9d0e1f")]
    public void IdentifierOfAVisit_IsASessionId(string path) => Rules(path).ShouldBe([TrapRule.SessionIds]);

    [Theory]
    [InlineData("/list?a=1&b=2&c=3&d=4&e=5&f=6&g=7&h=8&i=9", TrapSigns.OvergrownQueryBudget)]
    [InlineData("/list?color=red&size=m&sort=price", TrapSigns.CombinationsBudget)]
    public void ManyParameters_AreEndless(string path, int budget)
    {
        var sign = Signs(path).ShouldHaveSingleItem();

        sign.Rule.ShouldBe(TrapRule.EndlessParameters);
        sign.Budget.ShouldBe(budget);
    }

    [Fact]
    public void NumberAfterALongWay_IsEndless()
    {
        Rules("/list?page=601", depth: TrapSigns.LongWay).ShouldBeEmpty();
        Rules("/list?page=601", depth: TrapSigns.LongWay + 1).ShouldBe([TrapRule.EndlessParameters]);
        Rules("/list/601", depth: TrapSigns.LongWay + 1).ShouldBe([TrapRule.EndlessParameters]);
        Rules("/list/next", depth: TrapSigns.LongWay + 1).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/3/library/3/x")]
    [InlineData("/2024/01/02/post")]
    [InlineData("/2027/06/30/announced")]
    [InlineData("/1789/07/14/on-this-day")]
    [InlineData("/a/a/b")]
    [InlineData("/a/b/a/b")]
    [InlineData("/python/cpython/tree/main/python")]
    [InlineData("/product/2049/12-volt")]
    [InlineData("/item/20991231")]
    [InlineData("/item?id=20991231")]
    [InlineData("/download/3.11.2/python-3.11.2-amd64.exe")]
    [InlineData("/viewtopic.php?f=2&t=12345")]
    [InlineData("/w/index.php?title=Main_Page&action=edit")]
    [InlineData("/search?q=antidisestablishmentarianism")]
    [InlineData("/style.css?v=20260101")]
    [InlineData("/commit/0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b")]
    [InlineData("/articles?category=sessions&sidebar=off")]
    public void OrdinaryUrl_HasNoSign(string path) => Rules(path).ShouldBeEmpty();

    [Fact]
    public void PagesOfAList_HaveNoSign() => Enumerable.Range(2, 499)
        .SelectMany(page => Signs($"/list?page={page}", depth: page - 1)).ShouldBeEmpty();

    [Fact]
    public void SessionsOfOnePage_HaveOneShape()
    {
        var first = Signs("/page?id=7&sid=aaaaaaaa").Single();

        Signs("/page?id=7&sid=bbbbbbbb").Single().ShouldBe(first);
        Signs("/page?sid=cccccccc&id=7").Single().Rule.ShouldBe(TrapRule.SessionIds);
        Signs("/page?id=8&sid=aaaaaaaa").Single().Shape.ShouldNotBe(first.Shape);
    }

    [Fact]
    public void HostsDoNotShareABudget()
    {
        var here = Signs("/a/a/a").Single();

        var there = new List<TrapSign>();
        TrapSigns.Find(Urls.Of("https://b.example/a/a/a"), 1, Now, there);

        there.Single().Shape.ShouldNotBe(here.Shape);
        Signs("/b/b/b").Single().Shape.ShouldBe(here.Shape);
    }

    /// <summary>The documentation of Python and Django, and a synthetic site: no page of them is suspected.</summary>
    [BenchFact]
    public void PagesOfDocumentationSites_HaveNoSign()
    {
        var suspected = new List<string>();
        foreach (var list in BenchFiles.UrlLists())
        {
            var signs = new List<TrapSign>();
            foreach (var line in File.ReadLines(list).Where(line => line.StartsWith("http", StringComparison.Ordinal)))
            {
                TrapSigns.Find(Urls.Of(line), depth: 20, Now, signs);
                suspected.AddRange(signs.Select(sign => $"{Path.GetFileName(list)}: {line} {sign.Rule}"));
                signs.Clear();
            }
        }

        suspected.ShouldBeEmpty();
    }

    private static IEnumerable<TrapRule> Rules(string path, int depth = 1) =>
        Signs(path, depth).Select(sign => sign.Rule);

    private static List<TrapSign> Signs(string path, int depth = 1)
    {
        var signs = new List<TrapSign>();
        TrapSigns.Find(Urls.Of("https://a.example" + path), depth, Now, signs);
        return signs;
    }
}
