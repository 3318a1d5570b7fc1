using System.Text;

using Crawler.WebStandards.Sitemaps;

using FsCheck;
using FsCheck.Fluent;

using Shouldly;

using Xunit;

namespace Crawler.UnitTests.WebStandards.Sitemaps;

public sealed class SitemapPropertyTests
{
    private static readonly SitemapLimits Small = new(MaxUrls: 5, MaxBytes: 2_000, MaxUrlLength: 100);

    private static readonly string[] Pieces =
    [
        "<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", "<sitemapindex>", "<sitemap>", "</sitemap>",
        "https://a.example/", "&", "&amp;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [", "<!ENTITY a \"b\">",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "<?xml version=\"1.0\" encoding=\"shift_jis\"?>",
        "\n", " ", "\0",
        "<rss>", "<item>", "<link>", "</link>", "<feed>", "<entry>", "<link rel=\"alternate\" href='/x'/>",
        "<a:b c:d=\"",
        "\u001f\u008b", "ÿþ", "<lastmod>2020-01-01</lastmod>", "<lastmod>", "'", "\"", ">", "<", "xmlns:=\"\" ",
    ];

    [Fact]
    public void AnyBytes_AreReadWithinTheLimits() =>
        Prop.ForAll<byte[]>(bytes => Holds(bytes ?? [])).QuickCheckThrowOnFailure();

    [Fact]
    public void AnyMarkup_IsReadWithinTheLimits()
    {
        var markup = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3_000),
            Prop.ForAll(markup, text => Holds(Encoding.Latin1.GetBytes(text))));
    }

    [Fact]
    public void AnySitemap_CutAnywhere_GivesAPartOfItsUrls()
    {
        var whole = Encoding.UTF8.GetBytes(SitemapTexts.Of(8));
        var all = SitemapTexts.Read(whole).Locations;

        for (var length = 0; length < whole.Length; length++)
        {
            var part = SitemapTexts.Read(whole[..length]);
            part.Locations.ShouldBe(all.Take(part.Locations.Count));
            part.Problem.ShouldNotBe(SitemapProblem.None);
        }
    }

    private static bool Holds(byte[] body)
    {
        var reading = SitemapTexts.Read(body, Small);
        return reading.Entries.Count(entry => entry.Kind != SitemapEntryKind.Alternate) <= Small.MaxUrls
            && reading.Entries.Count <= 2 * Small.MaxUrls
            && reading.Locations.All(location => location.Length is > 0 and <= 100)
            && (reading.Format != SitemapFormat.None || reading.Problem != SitemapProblem.None);
    }
}
