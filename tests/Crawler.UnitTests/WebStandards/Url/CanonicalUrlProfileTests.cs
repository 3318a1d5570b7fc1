using Crawler.WebStandards.Url;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public class CanonicalUrlProfileTests
{
    [Theory]
    [InlineData("http://a.example/x?b&a#f", "http://a.example/x?b&a")]
    [InlineData("HTTP://A.example:80", "http://a.example/")]
    [InlineData("https://www.a.example/index.html?utm_source=x", "https://www.a.example/index.html?utm_source=x")]
    [InlineData("https://a.example/?", "https://a.example/?")]
    [InlineData("https://a.example/%7e%c3", "https://a.example/%7e%c3")]
    public void Default_DropsTheFragmentOnly(string url, string expected)
    {
        CanonicalUrlProfile.Default.Canonicalize(Urls.Of(url)).ShouldBe(expected);
    }

    [Fact]
    public void Default_OfUrlWithoutFragment_IsItsHref()
    {
        var url = Urls.Of("https://a.example/x");

        CanonicalUrlProfile.Default.Canonicalize(url).ShouldBeSameAs(url.Href);
    }

    [Fact]
    public void Version_IsOne()
    {
        CanonicalUrlProfile.Default.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("?utm_source=x&id=1&UTM_Medium=y", "?id=1")]
    [InlineData("?gclid=x", "")]
    [InlineData("?fbclid&a=1&msclkid=", "?a=1")]
    [InlineData("?a=utm_source&my_utm_x=1", "?a=utm_source&my_utm_x=1")]
    [InlineData("?a&&b", "?a&&b")]
    [InlineData("?", "?")]
    public void DropTrackingParameters_DropsThemByName(string query, string expected)
    {
        var profile = new CanonicalUrlProfile { DropTrackingParameters = true };

        profile.Canonicalize(Urls.Of("https://a.example/" + query)).ShouldBe("https://a.example/" + expected);
    }

    [Theory]
    [InlineData("?b=1&a=2", "?a=2&b=1")]
    [InlineData("?a=2&b&a=1", "?a=2&a=1&b")]
    [InlineData("?ab=1&a=2", "?a=2&ab=1")]
    [InlineData("?b&B&a", "?B&a&b")]
    public void SortQuery_SortsByNameAndKeepsTheOrderOfOneName(string query, string expected)
    {
        var profile = new CanonicalUrlProfile { SortQuery = true };

        profile.Canonicalize(Urls.Of("https://a.example/" + query)).ShouldBe("https://a.example/" + expected);
    }

    [Theory]
    [InlineData("http://a.example/x", "https://a.example/x")]
    [InlineData("https://a.example/x", "https://a.example/x")]
    [InlineData("http://me@a.example/x", "https://me@a.example/x")]
    [InlineData("http://a.example:8080/x", "http://a.example:8080/x")]
    [InlineData("ftp://a.example/x", "ftp://a.example/x")]
    public void FoldScheme_WritesHttpsOnDefaultPorts(string url, string expected)
    {
        new CanonicalUrlProfile { FoldScheme = true }.Canonicalize(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("https://www.a.example/", "https://a.example/")]
    [InlineData("https://www.a.example:8080/", "https://a.example:8080/")]
    [InlineData("https://me@www.a.example/", "https://me@a.example/")]
    [InlineData("https://www.example/", "https://www.example/")]
    [InlineData("https://www.example./", "https://www.example./")]
    [InlineData("https://wwwa.example/", "https://wwwa.example/")]
    public void FoldWww_KeepsNamesThatWouldLoseTheirDot(string url, string expected)
    {
        new CanonicalUrlProfile { FoldWww = true }.Canonicalize(Urls.Of(url)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("/index.html", "/")]
    [InlineData("/a/INDEX.php?x=1", "/a/?x=1")]
    [InlineData("/default.aspx", "/")]
    [InlineData("/index.html/a", "/index.html/a")]
    [InlineData("/myindex.html", "/myindex.html")]
    public void DropIndexFiles_DropsTheLastSegmentOnly(string path, string expected)
    {
        var profile = new CanonicalUrlProfile { DropIndexFiles = true };

        profile.Canonicalize(Urls.Of("https://a.example" + path)).ShouldBe("https://a.example" + expected);
    }
}
