using System.Diagnostics;
using System.Text.RegularExpressions;
using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class UrlScopeTests
{
    [Theory]
    [InlineData("https://www.a.example/other", true)]
    [InlineData("http://www.a.example/other", true)]
    [InlineData("https://www.a.example:8443/", false)]
    [InlineData("https://a.example/", false)]
    [InlineData("https://sub.www.a.example/", false)]
    [InlineData("ftp://www.a.example/", false)]
    public void Host_IsTheSeedsHostAndPort(string url, bool expected)
    {
        Scope(ScopeKind.Host, "https://www.a.example/x/y").Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Fact]
    public void Host_WithPort_IsThatPortOnly()
    {
        var scope = Scope(ScopeKind.Host, "http://a.example:8080/");

        scope.Contains(Urls.Of("http://a.example:8080/x")).ShouldBeTrue();
        scope.Contains(Urls.Of("http://a.example/x")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://a.example/docs/", true)]
    [InlineData("https://a.example/docs/x/y", true)]
    [InlineData("http://a.example/docs/x", true)]
    [InlineData("https://a.example/docs", false)]
    [InlineData("https://a.example/docs-old/", false)]
    [InlineData("https://b.example/docs/", false)]
    public void Prefix_IsTheSeedsPathUpToItsLastSlash(string url, bool expected)
    {
        Scope(ScopeKind.Prefix, "https://a.example/docs/intro.html").Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://a.example/", true)]
    [InlineData("https://www.a.example/", true)]
    [InlineData("http://deep.sub.a.example:8080/", true)]
    [InlineData("https://nota.example/", false)]
    [InlineData("https://example/", false)]
    [InlineData("https://a.example.evil.example/", false)]
    public void Domain_IsTheSeedsWithoutWwwAndItsSubdomains(string url, bool expected)
    {
        Scope(ScopeKind.Domain, "https://www.a.example/").Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("http://192.0.2.1:8080/", true)]
    [InlineData("http://192.0.2.2/", false)]
    [InlineData("http://1.192.0.2.1.example/", false)]
    public void Domain_OfAnAddress_IsThatAddress(string url, bool expected)
    {
        Scope(ScopeKind.Domain, "http://192.0.2.1/").Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://b.example/", true)]
    [InlineData("mailto:me@a.example", false)]
    public void Any_IsEveryHttpUrl(string url, bool expected)
    {
        Scope(ScopeKind.Any, "https://a.example/").Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://a.example/blog/x", true)]
    [InlineData("https://a.example/news/x", true)]
    [InlineData("https://a.example/shop/x", false)]
    [InlineData("https://a.example/blog/x?print=1", false)]
    [InlineData("https://b.example/blog/x", false)]
    public void Patterns_OneIncludeAndNoExcludeMatches(string url, bool expected)
    {
        var scope = new UrlScope(
            ScopeKind.Host,
            [Urls.Of("https://a.example/")],
            [Pattern("/blog/"), Pattern("/news/")],
            [Pattern(@"[?&]print=")]);

        scope.Contains(Urls.Of(url)).ShouldBe(expected);
    }

    [Fact]
    public void With_AddsASeedAndLeavesTheOldScope()
    {
        var scope = Scope(ScopeKind.Host, "https://a.example/");

        var wider = scope.With(Urls.Of("https://b.example/"));

        wider.Contains(Urls.Of("https://a.example/x")).ShouldBeTrue();
        wider.Contains(Urls.Of("https://b.example/x")).ShouldBeTrue();
        scope.Contains(Urls.Of("https://b.example/x")).ShouldBeFalse();
    }

    [Fact]
    public void With_PrefixOnTheSameHost_AddsIt()
    {
        var scope = Scope(ScopeKind.Prefix, "https://a.example/docs/").With(Urls.Of("https://a.example/guide/"));

        scope.Contains(Urls.Of("https://a.example/docs/x")).ShouldBeTrue();
        scope.Contains(Urls.Of("https://a.example/guide/x")).ShouldBeTrue();
    }

    [Fact]
    public void With_WhatIsInScope_IsTheSame()
    {
        var scope = Scope(ScopeKind.Domain, "https://a.example/");

        scope.With(Urls.Of("https://www.a.example/")).ShouldBeSameAs(scope);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=x)")]
    [InlineData(@"(x)\1")]
    public void TryCompile_PatternThatIsNotRegular_SaysWhy(string pattern)
    {
        UrlScope.TryCompile(pattern, out var regex, out var error).ShouldBeFalse();

        regex.ShouldBeNull();
        error.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void TryCompile_LongestPattern_CompilesAndOneMoreCharacterDoesNot()
    {
        var longest = new string('x', UrlScope.MaxPatternLength);

        UrlScope.TryCompile(longest, out _, out _).ShouldBeTrue();
        UrlScope.TryCompile(longest + "x", out _, out var error).ShouldBeFalse();
        error.ShouldBe("A pattern has at most 1000 characters; this one has 1001.");
    }

    [Fact]
    public void NestedRepetition_CostsNoMoreThanTheUrlIsLong()
    {
        var pattern = Pattern("(a+)+$");
        var longest = Urls.Of("https://a.example/".PadRight(WebUrl.MaxLength - 1, 'a') + "b");
        var watch = Stopwatch.StartNew();

        new UrlScope(ScopeKind.Any, [], [pattern], []).Contains(longest).ShouldBeFalse();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("https://www.a.example/docs/x", true)]
    [InlineData("https://a.example/docs/x", true)]
    [InlineData("https://www.www.a.example/docs/x", true)]
    [InlineData("https://a.example/", false)]
    [InlineData("https://docs.a.example/docs/x", false)]
    [InlineData("https://www.a.example:8443/docs/x", false)]
    public void FoldedWww_CountsForNothing(string url, bool expected)
    {
        foreach (var seed in new[] { "https://a.example/docs/", "https://www.a.example/docs/" })
        {
            new UrlScope(ScopeKind.Prefix, [Urls.Of(seed)], [], [], foldsWww: true)
                .Contains(Urls.Of(url)).ShouldBe(expected);
        }
    }

    private static UrlScope Scope(ScopeKind kind, string seed)
    {
        return new UrlScope(kind, [Urls.Of(seed)], [], []);
    }

    private static Regex Pattern(string pattern)
    {
        return UrlScope.TryCompile(pattern, out var regex, out var error)
            ? regex
            : throw new ArgumentException(error, nameof(pattern));
    }
}
