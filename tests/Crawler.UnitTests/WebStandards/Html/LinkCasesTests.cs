using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.WebStandards.Charsets;
using Crawler.WebStandards.Html;
using Shouldly;
using Xunit;
using DomUrl = AngleSharp.Dom.Url;

namespace Crawler.UnitTests.WebStandards.Html;

[Trait("Category", "Cases")]
public sealed class LinkCasesTests
{
    private static readonly Dictionary<string, string> LinkExceptions = new(StringComparer.Ordinal)
    {
        ["links-010"] = "the caller ignores an invalid base; the raw links are compared",
        ["links-005"] = "the caller ignores a javascript: base; the raw links are compared",
    };

    private static readonly Dictionary<string, string> RefreshExceptions = new(StringComparer.Ordinal)
    {
        ["test_inside_noscript"] = "w3lib ignores noscript, whose content is markup where no scripts run",
        ["test_inside_script"] = "w3lib is told to look into scripts",
    };

    [CasesFact]
    public void Links_AreThoseOfTheTree()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "link-cases.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var page = HtmlPages.Parse(row.GetProperty("html").GetString()!, AllAnchors);
            var expected = row.GetProperty("links").EnumerateArray()
                .Select(link => Trim(link.GetProperty("raw").GetString()!)).Distinct(StringComparer.Ordinal);
            if (!page.Hrefs().Distinct(StringComparer.Ordinal).SequenceEqual(expected))
            {
                differing.Add($"{Id(row)}: {string.Join(' ', page.Hrefs())}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void LinksAgainstTheBase_ResolveAsInTheTree()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "link-cases.json");
        foreach (var row in cases.RootElement.EnumerateArray().Where(row => !LinkExceptions.ContainsKey(Id(row))))
        {
            var page = HtmlPages.Parse(row.GetProperty("html").GetString()!, AllAnchors);
            var baseUrl = Resolve(row.GetProperty("documentUrl").GetString()!, page.BaseHref);
            var expected = row.GetProperty("links").EnumerateArray()
                .Where(link => link.GetProperty("crawlable").GetBoolean())
                .Select(link => link.GetProperty("url").GetString()).ToHashSet(StringComparer.Ordinal);
            var resolved = page.Hrefs().Select(href => Resolve(baseUrl, href)).ToHashSet(StringComparer.Ordinal);
            if (!resolved.IsSupersetOf(expected!))
            {
                differing.Add($"{Id(row)}: {string.Join(' ', resolved)}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void LinksOfEncodedPages_AreDecoded()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "link-encoding-cases.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var body = row.GetProperty("bodyBase64").GetBytesFromBase64();
            var decision = CharsetSniffer.Decide(body, row.GetProperty("contentType").GetString(), guessUtf8: false);
            var page = HtmlPages.Parse(Utf8Transcoder.Decode(decision.Charset, body));
            var expected = row.GetProperty("links").EnumerateArray()
                .Select(link => link.GetProperty("raw").GetString()!);
            if (decision.Charset.Name != row.GetProperty("characterSet").GetString()
                || !page.Hrefs().SequenceEqual(expected))
            {
                differing.Add($"{Id(row)}: {decision} {string.Join(' ', page.Hrefs())}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void UrlAttributes_AreThoseOfTheTree()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "tree-url-attributes.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var expected = row.GetProperty("attributes").EnumerateArray()
                .Where(attribute => attribute.GetProperty("attr").GetString() == "href")
                .Select(attribute => attribute.GetProperty("value").GetString()!).Distinct(StringComparer.Ordinal);
            var hrefs = HtmlPages.Parse(row.GetProperty("html").GetString()!).Hrefs();
            if (!hrefs.SequenceEqual(expected))
            {
                differing.Add($"{Id(row)}: {string.Join(' ', hrefs)}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void Base_IsTheOneThatScrapyFinds()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "w3lib-base-url.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var documentUrl = row.TryGetProperty("documentUrl", out var url) ? url.GetString()! : "";
            var found = HtmlPages.Parse(Bytes(row.GetProperty("html"))).BaseHref;
            var expected = row.GetProperty("base").GetString()!;
            if (Normal(found is null ? documentUrl : Resolve(documentUrl, found)) != Normal(expected))
            {
                differing.Add($"{row.GetProperty("test").GetString()}: {found} instead of {expected}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void Refresh_IsTheOneThatScrapyFinds()
    {
        var differing = new List<string>();
        using var cases = CaseFiles.Json("html", "w3lib-meta-refresh.json");
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var test = row.GetProperty("test").GetString()!;
            if (RefreshExceptions.ContainsKey(test.Split('.')[^1]))
            {
                continue;
            }

            var bytes = Bytes(row.GetProperty("html"));
            var charset = row.TryGetProperty("encoding", out var label) ? CharsetLabel.Find(label.GetString()) : null;
            var refresh = HtmlPages.Parse(Utf8Transcoder.Decode(charset ?? WebCharset.Utf8, bytes)).Refresh;
            var expected = row.GetProperty("refresh");
            var found = refresh?.Url is { } url
                ? $"{(int)refresh.Value.Delay.TotalSeconds} {Resolve(row.GetProperty("documentUrl").GetString()!, url)}"
                : "";
            var wanted = expected.ValueKind == JsonValueKind.Null
                ? ""
                : $"{(int)expected.GetProperty("delaySeconds").GetDouble()} {expected.GetProperty("url").GetString()}";
            if (Normal(found) != Normal(wanted))
            {
                differing.Add($"{test}: {found} instead of {wanted}");
            }
        }

        differing.ShouldBeEmpty();
    }

    [CasesFact]
    public void ScrapySamplePages_HaveTheLinksOfTheTree()
    {
        foreach (var file in Directory.EnumerateFiles(CaseFiles.Path("html", "scrapy"), "*.html"))
        {
            var bytes = File.ReadAllBytes(file);
            var html = Utf8Transcoder.Decode(CharsetSniffer.Decide(bytes, null).Charset, bytes);

            DomOracle.Ours(html).ShouldBe(DomOracle.Links(html), file);
            DomOracle.Ours(html).ShouldNotBeEmpty(file);
        }
    }

    private static HtmlPageOptions AllAnchors { get; } = new() { Kinds = HtmlLinkKinds.Anchor | HtmlLinkKinds.Area };

    private static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    private static byte[] Bytes(JsonElement text) => text.ValueKind == JsonValueKind.String
        ? Encoding.UTF8.GetBytes(text.GetString()!)
        : text.GetProperty("$b64").GetBytesFromBase64();

    private static string Trim(string raw) => raw.Trim(' ', '\t', '\n', '\f', '\r');

    private static string Normal(string url) => url.TrimEnd('/');

    private static string Resolve(string baseUrl, string? href) =>
        href is null ? baseUrl : new DomUrl(new DomUrl(baseUrl), href).Href;
}
