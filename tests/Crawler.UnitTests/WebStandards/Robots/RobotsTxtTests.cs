using System.Text;
using Crawler.WebStandards.Robots;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Robots;

public sealed class RobotsTxtTests
{
    [Fact]
    public void ByteOrderMark_IsSkipped() => Allows("\uFEFFUser-agent: *\nDisallow: /", "/a").ShouldBeFalse();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\r\n\r\n")]
    public void EveryLineEnd_SeparatesRecords(string lineEnd) =>
        Allows($"User-agent: *{lineEnd}Disallow: /a{lineEnd}Allow: /ab", "/abc").ShouldBeTrue();

    [Fact]
    public void Comments_AreNoPartOfAValue() => Allows("User-agent: * # all\nDisallow: /a#b\n", "/a").ShouldBeFalse();

    [Fact]
    public void GroupsOfTheSameName_AreOne()
    {
        var robots = "User-agent: me\nDisallow: /a\nUser-agent: you\nDisallow: /\nUser-agent: ME\nDisallow: /b";

        Allows(robots, "/a").ShouldBeFalse();
        Allows(robots, "/b").ShouldBeFalse();
        Allows(robots, "/c").ShouldBeTrue();
    }

    [Fact]
    public void NameThatOnlyBeginsWithOurs_IsAnother() =>
        Allows("User-agent: me-images\nDisallow: /", "/a").ShouldBeTrue();

    [Fact]
    public void NamedGroup_ReplacesTheGroupOfAll() =>
        Allows("User-agent: *\nDisallow: /\nUser-agent: me\nDisallow: /b", "/a").ShouldBeTrue();

    [Fact]
    public void GroupWithoutRules_AllowsAll() =>
        Allows("User-agent: *\nDisallow: /\nUser-agent: me", "/a").ShouldBeTrue();

    [Fact]
    public void RulesBeforeAnyName_BelongToNobody() =>
        Allows("Disallow: /\nUser-agent: *\nAllow: /b", "/a").ShouldBeTrue();

    [Fact]
    public void SitemapBetweenNames_DoesNotEndThem() =>
        Allows("User-agent: me\nSitemap: https://a.example/s\nUser-agent: you\nDisallow: /", "/a").ShouldBeFalse();

    [Fact]
    public void CrawlDelayBetweenNames_EndsThem() =>
        Allows("User-agent: me\nCrawl-delay: 1\nUser-agent: you\nDisallow: /", "/a").ShouldBeTrue();

    [Fact]
    public void LineAtTheSizeLimit_IsDroppedWhole()
    {
        var head = "User-agent: *\nDisallow: /early\n#";
        var rule = "\nDisallow: /late";
        var padding = new string('x', RobotsTxt.MaxBytes - head.Length - rule.Length + 4);

        var rules = Rules(head + padding + rule);

        rules.Allows("/late").ShouldBeTrue();
        rules.Allows("/other").ShouldBeTrue();
        rules.Allows("/early").ShouldBeFalse();
    }

    [Fact]
    public void RuleInTheFirstFiveHundredKibibytes_OfALongerFile_IsObeyed()
    {
        var head = "User-agent: *\n#";
        var padding = new string('x', (500 * 1024) - head.Length - 20);

        Allows($"{head}{padding}\nDisallow: /a\n{new string('#', 100 * 1024)}", "/a").ShouldBeFalse();
    }

    [Fact]
    public void Utf16_IsRubbishThatAllowsAll()
    {
        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("User-agent: *\nDisallow: /"));

        RobotsTxt.Parse([.. utf16]).For("me").Allows("/a").ShouldBeTrue();
    }

    [Fact]
    public void AllowAll_AllowsAll() => RobotsTxt.AllowAll.For("me").Allows("/a").ShouldBeTrue();

    [Fact]
    public void DisallowAll_AllowsOnlyRobotsTxt()
    {
        var rules = RobotsTxt.DisallowAll.For("me");

        rules.Allows("/").ShouldBeFalse();
        rules.Allows("").ShouldBeFalse();
        rules.Allows("/robots.txt").ShouldBeTrue();
        rules.Allows("/robots.txt.bak").ShouldBeFalse();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e3")]
    [InlineData("")]
    public void CrawlDelayThatIsNoPlainNumber_IsNone(string value) =>
        Rules($"User-agent: *\nCrawl-delay: {value}").CrawlDelay.ShouldBeNull();

    [Fact]
    public void CrawlDelayOfManyDigits_IsLongAndNoError() =>
        Rules($"User-agent: *\nCrawl-delay: {new string('9', 40)}")
            .CrawlDelay!.Value.TotalDays.ShouldBeGreaterThan(365);

    [Fact]
    public void SeveralCrawlDelays_TheLongestCounts() =>
        Rules("User-agent: me\nCrawl-delay: 2\nCrawl-delay: 7\nUser-agent: me\nCrawl-delay: 3")
            .CrawlDelay.ShouldBe(TimeSpan.FromSeconds(7));

    [Fact]
    public void Sitemaps_AreBounded()
    {
        var robots = string.Concat(Enumerable.Repeat("sitemap:/s\n", RobotsTxt.MaxSitemaps + 1));

        RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).Sitemaps.Count.ShouldBe(RobotsTxt.MaxSitemaps);
    }

    private static RobotsRules Rules(string robots) => RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).For("me");

    private static bool Allows(string robots, string path) => Rules(robots).Allows(path);
}
