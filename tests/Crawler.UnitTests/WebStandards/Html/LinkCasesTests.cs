using System.Text.Json;
using Crawler.Downloader.Decoding;
using Crawler.Downloader.Outlinks;
using Crawler.TestKit.Cases;
using Crawler.UnitTests.WebStandards.Url;
using Crawler.WebStandards.Charsets;
using Crawler.WebStandards.Html;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Html;

/// <summary>Links as the page has them, and as the downloader resolves them for the crawl.</summary>
[Trait("Category", "Cases")]
public sealed class LinkCasesTests(ITestOutputHelper output)
{
    [CasesFact]
    public void Links_AreThoseOfTheTree()
    {
        using var cases = CaseFiles.Json("html", "link-cases.json");
        var tally = new CaseTally("html/link-cases.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var expected = row.GetProperty("links").EnumerateArray()
                .Select(link => Trim(link.GetProperty("raw").GetString()!)).Distinct(StringComparer.Ordinal);
            tally.Run(Id(row), () => Difference(Page(row, Anchors).Hrefs().Distinct(), expected), "raw");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void LinksAgainstTheBase_ResolveAsInTheTree()
    {
        using var cases = CaseFiles.Json("html", "link-cases.json");
        var tally = new CaseTally("html/link-cases.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var document = row.GetProperty("documentUrl").GetString()!;
            var expected = row.GetProperty("links").EnumerateArray()
                .Where(link => link.GetProperty("crawlable").GetBoolean())
                .Select(link => link.GetProperty("url").GetString()!);
            tally.Run(
                Id(row),
                () => Difference(
                    Others(Resolved(Page(row, Anchors), document), document), Others(expected, document)),
                "resolved");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void Resources_AreAmongTheLinksOfEveryKind()
    {
        using var cases = CaseFiles.Json("html", "link-cases.json");
        var tally = new CaseTally("html/link-cases.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            if (row.TryGetProperty("resources", out var resources))
            {
                var expected = resources.EnumerateArray().Select(resource => resource.GetProperty("url").GetString()!);
                var document = row.GetProperty("documentUrl").GetString()!;
                tally.Run(
                    Id(row),
                    () => expected.Except(Resolved(Page(row, HtmlPages.Everything), document)).FirstOrDefault(),
                    "resources");
            }
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void LinksOfEncodedPages_TakeTheirEncodingForQueries()
    {
        using var cases = CaseFiles.Json("html", "link-encoding-cases.json");
        var tally = new CaseTally("html/link-encoding-cases.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var level = row.TryGetProperty("level", out var given) ? given.GetString()! : "must";
            tally.Run(Id(row), () => EncodedDifference(row), level);
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void UrlAttributes_AreThoseOfTheTree()
    {
        using var cases = CaseFiles.Json("html", "tree-url-attributes.json");
        var tally = new CaseTally("html/tree-url-attributes.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            // The action of the abolished isindex element is no link.
            var expected = row.GetProperty("attributes").EnumerateArray()
                .Where(attribute => attribute.GetProperty("attr").GetString() is "href" or "src")
                .Select(attribute => attribute.GetProperty("value").GetString()!).Distinct(StringComparer.Ordinal);
            var html = row.GetProperty("html").GetString()!;
            tally.Run(Id(row), () => Difference(HtmlPages.Parse(html, Attributes).Hrefs(), expected));
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void ScrapySamplePages_HaveTheLinksOfTheTree()
    {
        var tally = new CaseTally("html/scrapy");

        foreach (var file in Directory.EnumerateFiles(CaseFiles.Path("html", "scrapy"), "*.html"))
        {
            var bytes = File.ReadAllBytes(file);
            var html = Utf8Transcoder.Decode(CharsetSniffer.Decide(bytes, null).Charset, bytes);
            tally.Run(
                Path.GetFileName(file),
                () => DomOracle.Ours(html) is [_, ..] links ? Difference(links, DomOracle.Links(html)) : "has no link");
        }

        tally.Report(output).ShouldBeEmpty();
    }

    private static HtmlPageOptions Anchors { get; } = new() { Kinds = HtmlLinkKinds.Anchor | HtmlLinkKinds.Area };

    private static HtmlPageOptions Attributes { get; } =
        HtmlPages.Everything with { Kinds = HtmlPages.Everything.Kinds & ~HtmlLinkKinds.Form, KeepDuplicates = false };

    private static string? EncodedDifference(JsonElement row)
    {
        var body = row.GetProperty("bodyBase64").GetBytesFromBase64();
        var charset = CharsetSniffer.Decide(body, row.GetProperty("contentType").GetString(), guessUtf8: false).Charset;
        if (charset.Name != row.GetProperty("characterSet").GetString())
        {
            return $"is read as {charset.Name}";
        }

        var page = HtmlPages.Parse(Utf8Transcoder.Decode(charset, body));
        var links = row.GetProperty("links").EnumerateArray().ToList();
        return Difference(page.Hrefs(), links.Select(link => link.GetProperty("raw").GetString()!))
            ?? Difference(
                Resolved(page, row.GetProperty("documentUrl").GetString()!, charset),
                links.Select(link => link.GetProperty("url").GetString()!));
    }

    private static List<string> Resolved(HtmlPage page, string document, WebCharset? charset = null)
    {
        var links = new PageLinks();
        var limits = new DecodingLimits(MaxBytes: 1, MaxRatio: 1, MaxLayers: 1);
        var reading = new PageReading(links, ObeysRobots: false, HtmlPageOptions.Default, limits);
        new OutlinkResolver().Resolve(
            page, Urls.Of(document), QueryEncoding.Of(charset ?? WebCharset.Utf8), reading);
        return [.. links.Kinds.Keys];
    }

    /// <summary>Without fragments, and without the document: a link within the page is none to a crawl.</summary>
    private static IEnumerable<string> Others(IEnumerable<string> urls, string document) => urls
        .Select(url => Urls.Of(url).WithoutFragment().Href)
        .Where(url => url != Urls.Of(document).WithoutFragment().Href)
        .Distinct(StringComparer.Ordinal);

    private static HtmlPage Page(JsonElement row, HtmlPageOptions options) =>
        HtmlPages.Parse(row.GetProperty("html").GetString()!, options);

    private static string? Difference(IEnumerable<string> found, IEnumerable<string> expected) =>
        found.SequenceEqual(expected) ? null : $"{string.Join(' ', found)} instead of {string.Join(' ', expected)}";

    private static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    private static string Trim(string raw) => raw.Trim(' ', '\t', '\n', '\f', '\r');
}
