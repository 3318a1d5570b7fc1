using System.Text;
using System.Text.RegularExpressions;
using Crawler.WebStandards.Robots;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Robots;

public sealed class RobotsRulesTests
{
    [Theory]
    [InlineData("/a*c", "/abc", true)]
    [InlineData("/a*c", "/ab", false)]
    [InlineData("/*.gif$", "/a.gif.gif", true)]
    [InlineData("/*.gif$", "/a.gif?b", false)]
    [InlineData("/a$", "/a", true)]
    [InlineData("/a$", "/ab", false)]
    [InlineData("/a$b", "/a$bc", true)]
    [InlineData("/a$b", "/a%24b", true)]
    [InlineData("/a%24", "/a$", true)]
    [InlineData("/a%2A", "/a*", true)]
    [InlineData("/a%2A", "/ab", false)]
    [InlineData("/%62", "/b", true)]
    [InlineData("/b", "/%62", true)]
    [InlineData("/a%2fb", "/a%2Fb", true)]
    [InlineData("/a%2Fb", "/a/b", false)]
    [InlineData("/ö", "/%C3%B6", true)]
    [InlineData("/%c3%b6", "/ö", true)]
    [InlineData("/a<b", "/a%3Cb", true)]
    [InlineData("/%zz", "/%zz", true)]
    [InlineData("/a**b", "/a-b", true)]
    [InlineData("*b", "/ab", true)]
    [InlineData("a", "/a", false)]
    [InlineData("/?", "/", false)]
    [InlineData("/ab*b$", "/ab", false)]
    public void Rule_MatchesThePathOrNot(string rule, string path, bool matches) =>
        Compile($"Disallow: {rule}").Allows(path).ShouldBe(!matches);

    [Fact]
    public void LongestRule_DecidesWhateverTheOrder()
    {
        Compile("Disallow: /a", "Allow: /a/b", "Disallow: /a/b/c").Allows("/a/b").ShouldBeTrue();
        Compile("Disallow: /a/b/c", "Allow: /a/b", "Disallow: /a").Allows("/a/b/c").ShouldBeFalse();
    }

    [Fact]
    public void EquallyLongRules_AllowWins() => Compile("Disallow: /a", "Allow: /a").Allows("/a").ShouldBeTrue();

    [Fact]
    public void StarAtTheEnd_AddsNothingToTheLength() =>
        Compile("Allow: /a", "Disallow: /a*").Allows("/ab").ShouldBeTrue();

    [Fact]
    public void LongPath_IsMatchedLikeAShortOne()
    {
        var path = "/" + new string('é', 5000);

        Compile("Disallow: /*%C3%A9$").Allows(path).ShouldBeFalse();
        Compile("Disallow: /*%C3%A8").Allows(path).ShouldBeTrue();
    }

    [Fact]
    public void ManyRules_AreDecidedAsByTryingEachOne()
    {
        var rule = Gen.Choose(1, 6)
            .SelectMany(length => Gen.Elements("a", "b", "/", "*", "%62", "%2F").ListOf(length))
            .SelectMany(parts => Gen.Elements("", "$"), (parts, end) => "/" + string.Concat(parts) + end)
            .SelectMany(_ => Gen.Elements("Allow", "Disallow"), (pattern, field) => (field, pattern));
        var path = Gen.Choose(0, 8)
            .SelectMany(length => Gen.Elements("a", "b", "/", "%62", "%2f").ListOf(length))
            .Select(parts => "/" + string.Concat(parts));
        var site = rule.ListOf(12).SelectMany(_ => path, (rules, url) => (rules, url)).ToArbitrary();

        Prop.ForAll(site, sample => Compile([.. sample.rules.Select(one => $"{one.field}: {one.pattern}")])
                .Allows(sample.url) == AllowsByTryingEach(sample.rules, sample.url))
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ManyStars_TakeNoLongerThanTheirLength()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 4000));

        Compile($"Disallow: /{stars}b").Allows("/" + new string('a', 8000)).ShouldBeTrue();
    }

    private static RobotsRules Compile(params string[] rules) =>
        RobotsTxt.Parse(Encoding.UTF8.GetBytes("User-agent: *\n" + string.Join('\n', rules))).For("me");

    private static bool AllowsByTryingEach(IEnumerable<(string Field, string Pattern)> rules, string url)
    {
        var path = Plain(url);

        return rules
            .Select(rule => (rule.Field, Pattern: WithoutStarAtEnd(Plain(rule.Pattern))))
            .Where(rule => Regex.IsMatch(path, AsRegex(rule.Pattern), RegexOptions.None, TimeSpan.FromSeconds(5)))
            .OrderByDescending(rule => rule.Pattern.Length)
            .ThenBy(rule => rule.Field, StringComparer.Ordinal)
            .Select(rule => rule.Field == "Allow")
            .FirstOrDefault(defaultValue: true);
    }

    private static string Plain(string text) =>
        text.Replace("%62", "b", StringComparison.Ordinal).Replace("%2f", "%2F", StringComparison.Ordinal);

    private static string WithoutStarAtEnd(string pattern)
    {
        var single = Regex.Replace(pattern, @"\*+", "*", RegexOptions.None, TimeSpan.FromSeconds(5));
        var body = single.TrimEnd('$');

        return body.EndsWith('*') ? body[..^1] : single;
    }

    private static string AsRegex(string pattern)
    {
        var body = Regex.Escape(pattern.TrimEnd('$')).Replace(@"\*", ".*", StringComparison.Ordinal);

        return $"^{body}{(pattern.EndsWith('$') ? "$" : "")}";
    }
}
