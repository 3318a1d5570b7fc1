using Crawler.WebStandards.Html;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Html;

public sealed class HtmlPageParserTests
{
    private static readonly HtmlPageOptions Assets = new() { Kinds = HtmlLinkKinds.Assets };

    [Theory]
    [InlineData("<title> a \n\t b&amp;c </title>", "a b&c")]
    [InlineData("<title></title><title>second</title>", "")]
    [InlineData("<svg><title>icon</title></svg><title>page</title>", "page")]
    [InlineData("<title>never closed", "never closed")]
    [InlineData("<title>a</title", "a</title")]
    [InlineData("<title>&copy=1</title>", "©=1")]
    [InlineData("<p>none", null)]
    public void Title_IsTheFirstTitleElementsText(string html, string? expected) =>
        HtmlPages.Parse(html).Title.ShouldBe(expected);

    [Fact]
    public void LongTitle_IsCutAtWholeCharacters()
    {
        var title = HtmlPages.Parse($"<title>{string.Concat(Enumerable.Repeat("é😀", 2_000))}</title>").Title;

        title.ShouldBe(string.Concat(Enumerable.Repeat("é😀", HtmlPage.MaxTextCharacters / 2)));
    }

    [Fact]
    public void Base_IsTheFirstWithHref()
    {
        var page = HtmlPages.Parse("<a href=x><base target=_top><base href=' /first/ '><base href=/second/>");

        page.BaseHref.ShouldBe("/first/");
    }

    [Fact]
    public void HeadFacts_AreRead()
    {
        var page = HtmlPages.Parse(
            "<html lang=de-AT><meta charset='utf-8'><meta name=Description content=' what it is '>" +
            "<link rel='canonical' href='/c?a&amp;b'><link rel=canonical href=/later>" +
            "<meta property='og:title' content='T'><meta property='og:image' content='/i.png'>" +
            "<meta property=x content=y>");

        page.Language.ShouldBe("de-AT");
        page.DeclaredCharset.ShouldBe("utf-8");
        page.Description.ShouldBe("what it is");
        page.Canonical.ShouldBe("/c?a&b");
        page.OpenGraph.ShouldBe([KeyValuePair.Create("og:title", "T"), KeyValuePair.Create("og:image", "/i.png")]);
    }

    [Fact]
    public void PragmaCharset_IsDeclared() =>
        HtmlPages.Parse("<meta http-equiv=content-type content='text/html; charset=\"koi8-r\"'>")
            .DeclaredCharset.ShouldBe("koi8-r");

    [Fact]
    public void MetaRobots_OfEveryoneAndOfUsCount()
    {
        var page = HtmlPages.Parse(
            "<meta name=ROBOTS content=noindex><meta name=crawler content='NOFOLLOW'>" +
            "<meta name=otherbot content=noarchive>");

        page.MetaRobots.Select(meta => meta.Name).ShouldBe(["ROBOTS", "crawler"]);
        page.Robots.ShouldBe(new RobotsDirectives(NoIndex: true, NoFollow: true, NoArchive: false));
    }

    [Theory]
    [InlineData("5; url=x", 5, "x")]
    [InlineData("5", 5, null)]
    [InlineData("5;", 5, null)]
    [InlineData(" 0 ; URL = 'a b' c", 0, "a b")]
    [InlineData("1 x", 1, "x")]
    [InlineData("1, x", 1, "x")]
    [InlineData(".5; url=x", 0, "x")]
    [InlineData("3.9; url=x", 3, "x")]
    [InlineData("1; urn:x", 1, "urn:x")]
    [InlineData("1; url x", 1, "url x")]
    [InlineData("1; url=\"x", 1, "x")]
    [InlineData("99999999999999; x", 1_000_000_000, "x")]
    public void Refresh_FollowsTheSharedDeclarativeRefreshSteps(string content, int seconds, string? url)
    {
        var escaped = content.Replace("\"", "&quot;", StringComparison.Ordinal);
        var page = HtmlPages.Parse($"<meta http-equiv=Refresh content=\"{escaped}\">");

        page.Refresh.ShouldBe(new HtmlRefresh(TimeSpan.FromSeconds(seconds), url));
        page.Hrefs().ShouldBe(url is null ? [] : [url]);
    }

    [Theory]
    [InlineData("x; url=x")]
    [InlineData("5x; url=x")]
    [InlineData("-1; url=x")]
    [InlineData("")]
    public void MalformedRefresh_IsNone(string content) =>
        HtmlPages.Parse($"<meta http-equiv=refresh content='{content}'>").Refresh.ShouldBeNull();

    [Fact]
    public void FirstValidRefresh_Wins() =>
        HtmlPages.Parse(
            "<meta http-equiv=refresh content='no'><meta http-equiv=refresh content='1;url=a'>" +
            "<meta http-equiv=refresh content='2;url=b'>").Refresh!.Value.Url.ShouldBe("a");

    [Fact]
    public void SameHref_IsOneLinkPerKindAndFollow()
    {
        var page = HtmlPages.Parse(
            "<a href=x><a href=' x '><area href=x><a href=x rel=nofollow><iframe src=x></iframe><a href=X>");

        page.Hrefs().ShouldBe(["x", "x", "x", "X"]);
        page.Links[1].IsNoFollow.ShouldBeTrue();
        page.Links[2].Kind.ShouldBe(HtmlLinkKind.IFrame);
    }

    [Fact]
    public void ManyLinks_AreEachKeptOnce()
    {
        var html = string.Concat(Enumerable.Range(0, 6_000).Select(number => $"<a href=/page/{number % 3_000}>"));

        HtmlPages.Parse(html).Hrefs().ShouldBe(Enumerable.Range(0, 3_000).Select(number => $"/page/{number}"));
    }

    [Fact]
    public void LinksOverTheLimit_AreCutAndReported()
    {
        var options = new HtmlPageOptions { MaxLinks = 2 };

        HtmlPages.Parse("<a href=1><a href=2><a href=1>", options).LinksCut.ShouldBeFalse();
        var page = HtmlPages.Parse("<a href=1><a href=2><a href=3>", options);
        page.LinksCut.ShouldBeTrue();
        page.Hrefs().ShouldBe(["1", "2"]);
    }

    [Fact]
    public void LinkBytesOverTheLimit_AreCutAndReported() =>
        HtmlPages.Parse("<a href=12345><a href=67890>", new HtmlPageOptions { MaxLinkBytes = 9 })
            .LinksCut.ShouldBeTrue();

    [Fact]
    public void Rel_IsReadAsFlags()
    {
        var page = HtmlPages.Parse("<a rel='UGC  sponsored\tnoopener x' href=a><link rel=next href=b>");

        page.Links[0].Rel.ShouldBe(HtmlLinkRel.Ugc | HtmlLinkRel.Sponsored | HtmlLinkRel.NoOpener);
        page.Links[0].IsNoFollow.ShouldBeTrue();
        page.Links[1].Rel.ShouldBe(HtmlLinkRel.Next);
    }

    [Fact]
    public void Assets_AreReadOnlyWhenAsked()
    {
        const string Html =
            "<link rel=stylesheet href=s.css><link rel='shortcut icon' href=i.ico><link rel=preload href=p>" +
            "<img src=a.png srcset='b.png 1x, c,d.png 2x,e.png (x,y), ,f.png'><script src=j.js></script>" +
            "<video src=v poster=o></video><object data=d></object><input type=IMAGE src=n><input src=no>" +
            "<svg><image href=g></image><a xlink:href=h></a></svg><form action=q></form>";

        HtmlPages.Parse(Html).Links.Count.ShouldBe(0);
        HtmlPages.Parse(Html, HtmlPages.Everything).Hrefs().ShouldBe(
            "s.css i.ico p a.png b.png c,d.png e.png f.png j.js v o d n g h q".Split(' '));
    }

    [Fact]
    public void LinksThatAskForNoPartOfThePage_AreNoAssets()
    {
        const string Html =
            "<link rel=preconnect href=//cdn.example><link rel=dns-prefetch href=//d.example>" +
            "<link rel=prefetch href=n><link rel=search href=o><link rel=pingback href=b>" +
            "<link rel=modulepreload href=m><link rel=manifest href=w>";

        HtmlPages.Parse(Html, Assets).Hrefs().ShouldBe(["m", "w"]);
    }

    [Fact]
    public void NextPageThatIsAskedForEarly_IsALink() =>
        HtmlPages.Parse("<link rel='next prefetch' href=n><link rel='prerender prefetch' href=p>").Hrefs()
            .ShouldBe(["n"]);

    [Fact]
    public void InlinedAssets_UseUpNoLimit()
    {
        var inlined = "DATA:image/png;base64," + new string('A', 1_000);
        var html = $"<img src='{inlined}' srcset='data:,x 1x, b.png 2x'><img src=c.png>";

        var page = HtmlPages.Parse(html, Assets with { MaxLinks = 2, MaxLinkBytes = 10 });

        page.Hrefs().ShouldBe(["b.png", "c.png"]);
        page.LinksCut.ShouldBeFalse();
    }

    [Fact]
    public void PicturesSources_AreImagesOrMedia()
    {
        var page = HtmlPages.Parse(
            "<picture><source srcset='w.webp, w2.webp 2x' type=image/webp><img src=w.png></picture>" +
            "<audio><source src=s.ogg><track src=t.vtt></audio>",
            Assets);

        page.Hrefs().ShouldBe(["w.webp", "w2.webp", "w.png", "s.ogg", "t.vtt"]);
        page.Links[0].Kind.ShouldBe(HtmlLinkKind.Image);
        page.Links[3].Kind.ShouldBe(HtmlLinkKind.Media);
    }

    [Fact]
    public void ResetParser_KnowsNothingOfThePageBefore()
    {
        var parser = new HtmlPageParser();
        parser.Write("<html lang=x><title>t</title><base href=b><a href=l><template><svg><script>"u8);
        parser.Complete();

        parser.Reset(HtmlPageOptions.Default);
        parser.Write("<a href=only>"u8);
        parser.Complete();

        HtmlPages.Describe(parser.Page).ShouldBe(HtmlPages.Describe(HtmlPages.Parse("<a href=only>")));
    }

    [Fact]
    public void NoneStandsForNoIndexAndNoFollow() =>
        RobotsDirectives.Parse("None", "Crawler").ShouldBe(new RobotsDirectives(true, true, false));

    [Theory]
    [InlineData("noindex, nofollow", true, true, false)]
    [InlineData("all", false, false, false)]
    [InlineData("otherbot: noindex, nofollow", false, false, false)]
    [InlineData("otherbot: noindex, crawler: nofollow, noarchive", false, true, true)]
    [InlineData("CRAWLER:noindex", true, false, false)]
    [InlineData("unavailable_after: Friday, 25 Jun 2010 15:00:00 PST, noindex", true, false, false)]
    [InlineData("max-snippet:20, nofollow", false, true, false)]
    [InlineData("", false, false, false)]
    [InlineData("noindexed", false, false, false)]
    public void RobotsHeader_AppliesToEveryoneOrToItsAgent(string value, bool noIndex, bool noFollow, bool noArchive) =>
        RobotsDirectives.Parse(value, "Crawler").ShouldBe(new RobotsDirectives(noIndex, noFollow, noArchive));

    [Fact]
    public void DirectivesOfPageAndHeader_AddUp() =>
        (RobotsDirectives.Parse("noindex", "c") | RobotsDirectives.Parse("all, nofollow", "c"))
            .ShouldBe(new RobotsDirectives(true, true, false));
}
