using Crawler.WebStandards.Url;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.WebStandards.Url;

public sealed class SurtKeyTests
{
    [Theory]
    [InlineData("http://a.example/", "example,a)/")]
    [InlineData("https://user:secret@WWW.b.A.example/#part", "example,a,b)/")]
    [InlineData("http://www12.a.example/", "example,a)/")]
    [InlineData("http://www2a.example/", "example,www2a)/")]
    [InlineData("http://a.example./x", "example,a)/x")]
    [InlineData("http://a.example:80/", "example,a)/")]
    [InlineData("https://a.example:80/", "example,a:80)/")]
    [InlineData("http://a.example:8080/", "example,a:8080)/")]
    [InlineData("http://192.0.2.7/info/", "7,2,0,192)/info")]
    [InlineData("http://[2001:db8::1]/x", "[2001:db8::1])/x")]
    [InlineData("http://localhost/", "localhost)/")]
    [InlineData("http://b\u00FCcher.example/", "example,xn--bcher-kva)/")]
    public void Host_IsReversedAndWithoutWhatVaries(string url, string key) => Of(url).ShouldBe(key);

    [Theory]
    [InlineData("/A/B.HTML", "/a/b.html")]
    [InlineData("/a/", "/a")]
    [InlineData("/a//b///", "/a/b")]
    [InlineData("/a%20b", "/a%20b")]
    [InlineData("/%7Euser/%41", "/~user/a")]
    [InlineData("/%25%32%35", "/%25")]
    [InlineData("/%2525252525", "/%25")]
    [InlineData("/%%%25%32%35x%%", "/%25%25%25x%25%25")]
    [InlineData("/a%23b", "/a%23b")]
    [InlineData("/a%252fb", "/a/b")]
    [InlineData("/x%252F..%252Fy", "/y")]
    [InlineData("/\u00E9", "/%c3%a9")]
    [InlineData("/photos/36050182@N05/", "/photos/36050182@n05")]
    [InlineData("/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx", "/mileg.aspx")]
    [InlineData("/(4hqa0555fwsecu455xqckv45)/mileg.aspx", "/mileg.aspx")]
    [InlineData("/(short)/mileg.aspx", "/(short)/mileg.aspx")]
    public void Path_IsInItsPlainestForm(string path, string key) =>
        Of("http://a.example" + path).ShouldBe("example,a)" + key);

    [Theory]
    [InlineData("?", "")]
    [InlineData("?b=1&a=2", "?a=2&b=1")]
    [InlineData("?a=2&b&a=1", "?a=1&a=2&b")]
    [InlineData("?a-b=1&a=2", "?a=2&a-b=1")]
    [InlineData("?a=1&", "?&a=1")]
    [InlineData("?B=X%20Y", "?b=x%20y")]
    [InlineData("?q=a//b", "?q=a//b")]
    [InlineData("?x=1&jsessionid=0123456789abcdefghijklemopqrstuv&y=2", "?x=1&y=2")]
    [InlineData("?PHPSESSID=0123456789abcdefghijklemopqrstuv", "")]
    [InlineData("?sid=short", "?sid=short")]
    [InlineData("?x=1&CFID=1169580&CFTOKEN=48630702&y", "?x=1&y")]
    public void Query_IsSortedAndWithoutSessions(string query, string key) =>
        Of("http://a.example/x" + query).ShouldBe("example,a)/x" + key);

    private static string Of(string text)
    {
        WebUrl.TryParse(text, out var url).ShouldBeTrue(text);
        return SurtKey.Of(url!);
    }
}
