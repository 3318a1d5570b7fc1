using Crawler.Contracts.V1.Fetching;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Outlinks;
using Crawler.UnitTests.WebStandards.Html;
using Crawler.UnitTests.WebStandards.Url;
using Crawler.WebStandards.Html;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.Downloader.Outlinks;

public sealed class OutlinkResolverTests
{
    private static readonly HtmlPageOptions All = new() { Kinds = HtmlLinkKinds.Pages | HtmlLinkKinds.Assets };

    [Fact]
    public void Assets_AreResolvedAgainstTheBaseAndMarked() =>
        Resolve(
            "<base href=/b/><img src=i.png#x srcset='i2.png 2x'><script src=//cdn.example/s.js></script>"
            + "<a href=p>p</a><iframe src=f></iframe>").ShouldBe(
            [
                ("http://a.example/b/i.png", ResourceKind.Asset), ("http://a.example/b/i2.png", ResourceKind.Asset),
                ("http://cdn.example/s.js", ResourceKind.Asset), ("http://a.example/b/p", ResourceKind.Page),
                ("http://a.example/b/f", ResourceKind.Page),
            ]);

    [Fact]
    public void NoFollow_IsSaidOfLinksAlone() =>
        Resolve("<link rel='stylesheet nofollow' href=s.css><a rel=nofollow href=a>", obeysRobots: true)
            .ShouldBe([("http://a.example/s.css", ResourceKind.Asset)]);

    [Fact]
    public void AssetsOfOtherSchemes_AreLeftOut() =>
        Resolve(
            "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><img src=blob:http://a.example/1>"
            + "<script src=javascript:1></script><img src=file:///etc/passwd><object data=about:blank></object>")
            .ShouldBeEmpty();

    [Theory]
    [InlineData("<img src=''>")]
    [InlineData("<img src='#x'>")]
    [InlineData("<base href=/b/><img src=''>")]
    [InlineData("<base href=/b/><script src='  '></script>")]
    public void AssetWithoutUrl_IsNone(string html) => Resolve(html).ShouldBeEmpty();

    [Fact]
    public void AssetsThatWereNotAskedFor_AreNotThere() =>
        Resolve("<img src=i.png><a href=p>", HtmlPageOptions.Default).ShouldBe(
            [("http://a.example/p", ResourceKind.Page)]);

    private static List<(string, ResourceKind)> Resolve(
        string html, HtmlPageOptions? options = null, bool obeysRobots = false)
    {
        var links = new PageLinks();
        var limits = new DecodingLimits(MaxBytes: 1, MaxRatio: 1, MaxLayers: 1);
        new OutlinkResolver().Resolve(
            HtmlPages.Parse(html, options ?? All),
            Urls.Of("http://a.example/"),
            queryEncoding: null,
            new PageReading(links, obeysRobots, options ?? All, limits));
        return [.. links.Kinds.Select(link => (link.Key, link.Value))];
    }
}
