using System.Text;

using Crawler.WebStandards.Sitemaps;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.WebStandards.Sitemaps;

public sealed class SitemapReaderTests
{
    [Fact]
    public void Extensions_AreNoPages()
    {
        var reading = SitemapTexts.Read(
            """
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                    xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
              <url>
                <image:image><image:loc>https://a.example/picture.png</image:loc></image:image>
                <loc>https://a.example/page</loc>
                <video:video><video:player_loc>https://a.example/player</video:player_loc></video:video>
              </url>
            </urlset>
            """);

        reading.Locations.ShouldBe(["https://a.example/page"]);
        reading.Problem.ShouldBe(SitemapProblem.None);
    }

    [Fact]
    public void Alternates_AreGivenAsSuch()
    {
        var reading = SitemapTexts.Read(
            """
            <urlset xmlns:xhtml="http://www.w3.org/1999/xhtml"><url><loc>https://a.example/en</loc>
              <xhtml:link rel="alternate" hreflang="de" href="https://a.example/de"/>
              <xhtml:link rel="canonical" href="https://a.example/other"/></url></urlset>
            """);

        reading.Entries.Select(entry => (entry.Kind, entry.Location)).ShouldBe(
            [(SitemapEntryKind.Alternate, "https://a.example/de"), (SitemapEntryKind.Page, "https://a.example/en")],
            ignoreOrder: true);
    }

    [Fact]
    public void UnescapedAmpersands_StandForThemselves()
    {
        var reading = SitemapTexts.Read(
            "<urlset><url><loc>https://a.example/?a=1&b=2&amp;c=3&#38;d=4&nbsp;</loc></url>"
            + "<url><loc><![CDATA[https://a.example/?e=5&f=6&amp;g]]></loc></url></urlset>");

        reading.Locations.ShouldBe(["https://a.example/?a=1&b=2&c=3&d=4&nbsp;", "https://a.example/?e=5&f=6&amp;g"]);
        reading.Problem.ShouldBe(SitemapProblem.None);
    }

    [Fact]
    public void ControlCharacters_AreNoEndOfTheFile()
    {
        var reading = SitemapTexts.Read(
            "<urlset><url><loc>https://a.example/1</loc><x>\u0001\u0000</x></url></urlset>");

        reading.Locations.ShouldBe(["https://a.example/1"]);
        reading.Problem.ShouldBe(SitemapProblem.None);
    }

    [Fact]
    public void UrlThatBreaksOff_IsNotGiven()
    {
        var reading = SitemapTexts.Read(
            "<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.example/2");

        reading.Locations.ShouldBe(["https://a.example/1"]);
        reading.Problem.ShouldBe(SitemapProblem.Malformed);
    }

    [Fact]
    public void TornGzip_GivesWhatCameBefore()
    {
        var whole = SitemapTexts.Gzip(Encoding.UTF8.GetBytes(SitemapTexts.Of(2_000)));

        var reading = SitemapTexts.Read(whole[..(whole.Length / 2)]);

        reading.Locations.Count.ShouldBeInRange(500, 1_999);
        reading.Problem.ShouldBe(SitemapProblem.Malformed);
    }

    [Fact]
    public void DocumentType_IsRefused_WhateverItDefines()
    {
        var reading = SitemapTexts.Read(
            "<!DOCTYPE urlset [<!ENTITY a \"https://a.example/\">]><urlset><url><loc>&a;</loc></url></urlset>");

        reading.Entries.ShouldBeEmpty();
        reading.Problem.ShouldBe(SitemapProblem.NotASitemap);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body><a href=\"https://a.example/\">a</a></body></html>")]
    [InlineData("<html><url><loc>https://a.example/</loc></url></html>")]
    [InlineData("Not found")]
    [InlineData("")]
    public void OtherDocuments_AreNoSitemaps(string text)
    {
        var reading = SitemapTexts.Read(text);

        reading.Entries.ShouldBeEmpty();
        reading.Problem.ShouldBe(SitemapProblem.NotASitemap);
    }

    [Fact]
    public void TextLines_AreUrlsOnlyWhereTheyAreAbsolute()
    {
        var reading = SitemapTexts.Read(
            "\ufeffhttps://a.example/1?x=1&y=2\r\n  HTTP://a.example/2  \n\n# no URL\n/3\nhttps://a.example/4");

        reading.Locations.ShouldBe(["https://a.example/1?x=1&y=2", "HTTP://a.example/2", "https://a.example/4"]);
        reading.Format.ShouldBe(SitemapFormat.Text);
    }

    [Fact]
    public void LongUrls_AreLeftOut()
    {
        var longest = "https://a.example/".PadRight(2_048, 'x');

        SitemapTexts.Read($"<urlset><url><loc>{longest}</loc></url><url><loc>{longest}x</loc></url></urlset>")
            .Locations.ShouldBe([longest]);
        SitemapTexts.Read($"{longest}x\n{longest}\n").Locations.ShouldBe([longest]);
    }

    [Fact]
    public void LimitOfUrls_IsExact()
    {
        var limits = SitemapLimits.Protocol with { MaxUrls = 3 };

        var exact = SitemapTexts.Read(SitemapTexts.Of(3), limits);
        var over = SitemapTexts.Read(SitemapTexts.Of(4), limits);

        (exact.Entries.Count, exact.Problem).ShouldBe((3, SitemapProblem.None));
        (over.Entries.Count, over.Problem).ShouldBe((3, SitemapProblem.TooManyUrls));
    }

    [Fact]
    public void LimitOfBytes_EndsTheReading()
    {
        var reading = SitemapTexts.Read(
            SitemapTexts.Gzip(Encoding.UTF8.GetBytes(SitemapTexts.Of(5_000))),
            SitemapLimits.Protocol with { MaxBytes = 100_000 });

        reading.Entries.Count.ShouldBeInRange(1_000, 3_000);
        reading.Problem.ShouldBe(SitemapProblem.TooLong);
    }

    [Fact]
    public void PieceOfMarkupWithoutEnd_IsNotGathered()
    {
        var reading = SitemapTexts.Read(
            $"<urlset><url><loc>https://a.example/1</loc></url><url a='{new string('x', 3_000_000)}'/></urlset>");

        reading.Locations.ShouldBe(["https://a.example/1"]);
        reading.Problem.ShouldBe(SitemapProblem.TooLong);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    public void DeclaredEncoding_IsObeyed(string name)
    {
        var encoding = name == "utf-16"
            ? Encoding.Unicode
            : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var letter = name == "windows-1251" ? "ж" : "ü";
        var text = $"<?xml version=\"1.0\" encoding=\"{name}\"?>"
            + $"<urlset><url><loc>https://a.example/{letter}</loc></url></urlset>";

        SitemapTexts.Read(encoding.GetBytes(text)).Locations.ShouldBe([$"https://a.example/{letter}"]);
    }

    [Fact]
    public void Feed_GivesItsItemsOnce()
    {
        var reading = SitemapTexts.Read(
            """
            <rss version="2.0"><channel><link>https://a.example/</link>
              <item><link>https://a.example/1</link><guid>https://a.example/g1</guid></item>
              <item><guid>https://a.example/2</guid></item>
              <item><guid isPermaLink="false">number 3</guid></item>
            </channel></rss>
            """);

        reading.Locations.ShouldBe(["https://a.example/1", "https://a.example/2"]);
        reading.Format.ShouldBe(SitemapFormat.Rss);
    }
}
