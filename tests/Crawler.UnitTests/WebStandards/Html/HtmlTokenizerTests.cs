using System.Text;
using Crawler.WebStandards.Html;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Crawler.UnitTests.WebStandards.Html;

public sealed class HtmlTokenizerTests
{
    private const string Torture =
        "<!DOCTYPE html PUBLIC \"x\"><!-- <a href=c1> --!><html lang='de'><head><title> A &amp;\r\n B </titl></title>" +
        "<base href=\"/b/?x&amp;y\"><meta name=robots content='noindex , nofollow'><meta charset=utf-8>" +
        "<meta http-equiv=refresh content='5; url=\"next&amp;1\"'><script>" +
        "<!-- <script> </script> <a href=s1> --></script>" +
        "<link rel='alternate NEXT' href='feed\n'><style></sty<a href=st></style x='>'><svg>" +
        "<title><a href=s2>t</title>" +
        "<![CDATA[ <a href=cd> ]] ]]><a xlink:href=x1></a></svg></head><body>" +
        "<a\tHREF = 'é&eacute;&notin;&notit;&#128;'>" +
        "<a href=un/quoted/ rel='nofollow ugc'>text</a><area href=\"\"><textarea></textarea <a href=hidden>'>" +
        "<a =href=eq href=after><a href=x href=y><a title=\"<a href=no>\" href='q\"uote'><iframe src=f></iframe>" +
        "<img srcset='a.png 1x, b.png 2x' src=i><template><a href=inert></template><p/>" +
        "<a/href=slash>z&lt;</p><a href=end";

    [Theory]
    [InlineData("<!-- <a href=x> --><a href=y>", "y")]
    [InlineData("<!--><a href=y>", "y")]
    [InlineData("<!---><a href=y>", "y")]
    [InlineData("<!-- <a href=x> --!><a href=y>", "y")]
    [InlineData("<!-- <!-- <a href=x> --><a href=y>", "y")]
    [InlineData("<! <a href=x><a href=y>", "y")]
    [InlineData("<?php <a href=x> ?><a href=y>", "y")]
    [InlineData("</ <a href=x><a href=y>", "y")]
    [InlineData("</><a href=y>", "y")]
    [InlineData("< a href=x><a href=y>", "y")]
    [InlineData("<<a href=y>", "y")]
    [InlineData("<!DOCTYPE html SYSTEM \"x><a href=y>", "y")]
    public void NoElement_GivesNoLink(string html, string expected) => HrefsOf(html).ShouldBe(expected);

    [Theory]
    [InlineData("<title><a href=x></title><a href=y>", "y")]
    [InlineData("<TEXTAREA><a href=x></TextArea ><a href=y>", "y")]
    [InlineData("<style><a href=x></styles></style/><a href=y>", "y")]
    [InlineData("<xmp><a href=x></xmp><noembed><a href=x></noembed><noframes><a href=x></noframes><a href=y>", "y")]
    [InlineData("<style><a href=x>", "")]
    [InlineData("<plaintext></plaintext><a href=x>", "")]
    [InlineData("<noscript><a href=y></noscript>", "y")]
    [InlineData("<title></title a='><a href=x>'><a href=y>", "y")]
    public void TextElement_HidesItsContentUntilItsEndTag(string html, string expected) =>
        HrefsOf(html).ShouldBe(expected);

    [Theory]
    [InlineData("<script>'<a href=x>'</script><a href=y>", "y")]
    [InlineData("<script><!-- </script><a href=y> -->", "y")]
    [InlineData("<script><!-- <script> </script><a href=x> --></script><a href=y>", "y")]
    [InlineData("<script><!-- <scripty> </script><a href=y>", "y")]
    [InlineData("<script><!-- <script> --></script><a href=y>", "y")]
    [InlineData("<script><!-- <script> </script> </script><a href=y>", "y")]
    [InlineData("<script><!--></script><a href=y>", "y")]
    [InlineData("<script><!- <script></script><a href=y>", "y")]
    [InlineData("<script>a<b</script\n><a href=y>", "y")]
    public void Script_EndsWhereABrowserEndsIt(string html, string expected) => HrefsOf(html).ShouldBe(expected);

    [Theory]
    [InlineData("<a href='a\"b'>", "a\"b")]
    [InlineData("<a href=a/b/>", "a/b/")]
    [InlineData("<a href = \n x >", "x")]
    [InlineData("<a href=first HREF=second>", "first")]
    [InlineData("<a href>", "")]
    [InlineData("<a href=>x", "")]
    [InlineData("<a title='>' href=y>", "y")]
    [InlineData("<a ti\"tle=x' href=y>", "y")]
    [InlineData("<a =href=x href=y>", "y")]
    [InlineData("<a title='x'href=y>", "y")]
    [InlineData("<a/href=y>", "y")]
    [InlineData("<a href='\0'>", "\uFFFD")]
    [InlineData("<a href='a\r\nb\rc'>", "a\nb\nc")]
    public void Attribute_IsReadAsABrowserReadsIt(string html, string expected) => HrefsOf(html).ShouldBe(expected);

    [Theory]
    [InlineData("<a href=x")]
    [InlineData("<a href='x>")]
    [InlineData("<a href='x'")]
    [InlineData("<a hr")]
    public void TagCutByTheEnd_IsNotEmitted(string html) => HtmlPages.Parse(html).Links.Count.ShouldBe(0);

    [Theory]
    [InlineData("<svg><style><a href=y></style></svg>", "y")]
    [InlineData("<svg><![CDATA[<a href=x>]]></svg><a href=y>", "y")]
    [InlineData("<![CDATA[<a href=x>]]>", "")]
    [InlineData("<svg><foreignObject><style><a href=x></style></foreignObject></svg><a href=y>", "y")]
    [InlineData("<svg><p><style><a href=x></style><a href=y>", "y")]
    [InlineData("<svg/><style><a href=x></style><a href=y>", "y")]
    [InlineData("<math><annotation-xml encoding='text/html'><style><a href=x></style><a href=y>", "y")]
    [InlineData("<div><svg></div><style><a href=x></style><a href=y>", "y")]
    [InlineData("<template><a href=x></template><a href=y>", "y")]
    [InlineData("<template><template></template><a href=x></template><a href=y>", "y")]
    [InlineData("<template shadowrootmode=open><a href=y></template>", "y")]
    public void ForeignAndInertContent_FollowTheirOwnRules(string html, string expected) =>
        HrefsOf(html).ShouldBe(expected);

    [Fact]
    public void ChunksCutAnywhere_DoNotChangeWhatIsRead()
    {
        var bytes = Encoding.UTF8.GetBytes(Torture);
        var whole = HtmlPages.Describe(HtmlPages.Parse(bytes, HtmlPages.Everything));

        Prop.ForAll(
            Gen.Choose(1, 40).NonEmptyListOf().ToArbitrary(),
            sizes =>
            {
                var next = 0;
                var page = HtmlPages.Parse(bytes, HtmlPages.Everything, () => sizes[next++ % sizes.Count]);
                return HtmlPages.Describe(page) == whole;
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EveryCutInTwo_DoesNotChangeWhatIsRead()
    {
        var bytes = Encoding.UTF8.GetBytes(Torture);
        var whole = HtmlPages.Describe(HtmlPages.Parse(bytes, HtmlPages.Everything));

        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var sizes = new Queue<int>([cut, bytes.Length]);

            var page = HtmlPages.Parse(bytes, HtmlPages.Everything, sizes.Dequeue);

            HtmlPages.Describe(page).ShouldBe(whole, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData(64 * 1024, 1)]
    [InlineData((64 * 1024) + 1, 0)]
    public void ValueOverTheLimit_IsDroppedHoweverItIsCut(int length, int expected)
    {
        var bytes = Encoding.UTF8.GetBytes($"<a href='{new string('x', length)}'>");

        HtmlPages.Parse(bytes).Links.Count.ShouldBe(expected);
        HtmlPages.Parse(bytes, null, () => 1_000).Links.Count.ShouldBe(expected);
    }

    [Fact]
    public void FiftyMegabytes_AreReadInConstantMemory()
    {
        var parser = new HtmlPageParser();
        var filling = string.Concat(Enumerable.Repeat("<p>some <b>text</b>", 4_000));
        var block = Encoding.UTF8.GetBytes($"{Torture}'>{filling}");
        parser.Write(block);
        parser.Write(block);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (long written = 0; written < 50_000_000; written += block.Length)
        {
            parser.Write(block);
        }

        parser.Complete();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024);
        parser.Page.Links.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void ReusedParser_AllocatesNothingForAPage()
    {
        var parser = new HtmlPageParser();
        var bytes = Encoding.UTF8.GetBytes(Torture);
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Read();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(256);

        void Read()
        {
            parser.Reset(HtmlPageOptions.Default);
            parser.Write(bytes);
            parser.Complete();
        }
    }

    private static string HrefsOf(string html) => string.Join(' ', HtmlPages.Parse(html).Hrefs());
}
