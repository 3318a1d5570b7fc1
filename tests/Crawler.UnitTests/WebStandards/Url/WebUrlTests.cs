using System.Net;
using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class WebUrlTests
{
    [Fact]
    public void AllComponents_AreCutFromHref()
    {
        var url = Urls.Of("HTTPS://me:se%20cret@Host.Example:8443/a/../b?q=1&r#end");

        url.Href.ShouldBe("https://me:se%20cret@host.example:8443/b?q=1&r#end");
        url.Scheme.ShouldBe("https");
        url.Username.ShouldBe("me");
        url.Password.ShouldBe("se%20cret");
        url.Host.ShouldBe("host.example");
        url.Port.ShouldBe(8443);
        url.Path.ShouldBe("/b");
        url.Query.ShouldBe("q=1&r");
        url.Fragment.ShouldBe("end");
        url.PathAndQuery.ToString().ShouldBe("/b?q=1&r");
        url.ToString().ShouldBe(url.Href);
    }

    [Fact]
    public void NoComponents_AreNullOrEmpty()
    {
        var url = Urls.Of("https://a.example");

        url.Username.ShouldBeEmpty();
        url.Password.ShouldBeEmpty();
        url.Port.ShouldBeNull();
        url.Path.ShouldBe("/");
        url.Query.ShouldBeNull();
        url.Fragment.ShouldBeNull();
    }

    [Fact]
    public void EmptyQueryAndFragment_AreNotNull()
    {
        var url = Urls.Of("https://a.example/?#");

        url.Query.ShouldBe("");
        url.Fragment.ShouldBe("");
    }

    [Theory]
    [InlineData("https://a.example:8443/x", "https://a.example:8443")]
    [InlineData("https://me@a.example:443/", "https://a.example")]
    [InlineData("file:///etc/hosts", "null")]
    [InlineData("mailto:me@a.example", "null")]
    public void Origin_IsSchemeHostAndPort(string text, string expected)
    {
        Urls.Of(text).Origin.ShouldBe(expected);
    }

    [Theory]
    [InlineData("http://a.example/", "a.example")]
    [InlineData("https://a.example/", "a.example")]
    [InlineData("http://a.example:443/", "a.example")]
    [InlineData("https://a.example:80/", "a.example")]
    [InlineData("https://me:secret@a.example:8080/", "a.example:8080")]
    [InlineData("http://[::1]:8080/", "[::1]:8080")]
    public void HostAndPort_HasPortUnlessItIs80Or443(string text, string expected)
    {
        Urls.Of(text).HostAndPort.ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://a.example/", true)]
    [InlineData("HTTP://a.example/", true)]
    [InlineData("ftp://a.example/", false)]
    [InlineData("https+x://a.example/", false)]
    public void IsHttp_IsTrueForHttpAndHttpsOnly(string text, bool expected)
    {
        Urls.Of(text).IsHttp.ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://a.example/x?y#z", "https://a.example/x?y")]
    [InlineData("https://a.example/x#", "https://a.example/x")]
    public void WithoutFragment_CutsItOff(string text, string expected)
    {
        var url = Urls.Of(text).WithoutFragment();

        url.Href.ShouldBe(expected);
        url.HasFragment.ShouldBeFalse();
        url.ShouldBe(Urls.Of(expected));
    }

    [Fact]
    public void WithoutFragment_OfNone_IsTheSame()
    {
        var url = Urls.Of("https://a.example/");

        url.WithoutFragment().ShouldBeSameAs(url);
    }

    [Theory]
    [InlineData("http://0x7f.1/", "127.0.0.1")]
    [InlineData("http://[0:0::1]/", "::1")]
    [InlineData("http://１２７。0。0。1/", "127.0.0.1")]
    public void HostAddress_IsWhatBrowsersWouldDial(string text, string expected)
    {
        Urls.Of(text).TryGetHostAddress(out var address).ShouldBeTrue();

        address.ShouldBe(IPAddress.Parse(expected));
    }

    [Fact]
    public void HostAddress_OfAName_IsNone()
    {
        Urls.Of("http://a.example/").TryGetHostAddress(out _).ShouldBeFalse();
    }

    [Fact]
    public void LongestUrl_ParsesAndOneMoreCharacterDoesNot()
    {
        var longest = "https://a.example/".PadRight(WebUrl.MaxLength, 'x');

        Urls.Of(longest).Href.ShouldBe(longest);
        Urls.TryOf(longest + "x").ShouldBeNull();
    }

    [Fact]
    public void HostWithoutPath_CountsItsSlash()
    {
        var input = "https://".PadRight(WebUrl.MaxLength, 'x');

        Urls.TryOf(input).ShouldBeNull();
        Urls.Of(input[..^1]).Href.Length.ShouldBe(WebUrl.MaxLength);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("?x")]
    [InlineData("#x")]
    public void ResultOverTheLimit_DoesNotParse(string reference)
    {
        var baseUrl = Urls.Of("https://a.example/".PadRight(WebUrl.MaxLength - 1, 'x') + "/");

        Urls.TryOf(reference, baseUrl).ShouldBeNull();
    }

    [Fact]
    public void EscapesOverTheLimit_DoNotParse()
    {
        Urls.TryOf("https://a.example/" + new string('ü', 2_000)).ShouldBeNull();
    }

    [Fact]
    public void DotSegments_DoNotCountAgainstTheLimit()
    {
        var input = "https://a.example/".PadRight(WebUrl.MaxInputLength - 5, 'x') + "/../y";

        Urls.Of(input).Href.ShouldBe("https://a.example/y");
        Urls.TryOf(input + "y").ShouldBeNull();
    }

    [Fact]
    public void DomainBeyondWhatDnsHolds_IsNotPunycoded()
    {
        Urls.TryOf($"https://{new string('ü', 513)}/").ShouldBeNull();
        Urls.Of($"https://{new string('ü', 512)}/").HostFitsDns.ShouldBeFalse();
    }
}
