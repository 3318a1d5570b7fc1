using System.Text;
using System.Text.Json;
using Crawler.TestKit.Cases;
using Crawler.UnitTests.WebStandards.Url;
using Crawler.WebStandards.Charsets;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Crawler.UnitTests.WebStandards.Html;

[Trait("Category", "Cases")]
public sealed class BaseAndRefreshCasesTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> RefreshExceptions = new(StringComparer.Ordinal)
    {
        ["tests/test_html.py#TestGetMetaRefresh.test_inside_noscript"] =
            "w3lib ignores noscript, whose content is markup where no scripts run",
        ["tests/test_html.py#TestGetMetaRefresh.test_inside_script"] = "w3lib is told to look into scripts",
    };

    [CasesFact]
    public void Base_IsTheOneThatScrapyFinds()
    {
        using var cases = CaseFiles.Json("html", "w3lib-base-url.json");
        var tally = new CaseTally("html/w3lib-base-url.json");

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            tally.Run(row.GetProperty("test").GetString()!, () => BaseDifference(row));
        }

        tally.Report(output).ShouldBeEmpty();
    }

    [CasesFact]
    public void Refresh_IsTheOneThatScrapyFinds()
    {
        using var cases = CaseFiles.Json("html", "w3lib-meta-refresh.json");
        var tally = new CaseTally("html/w3lib-meta-refresh.json", RefreshExceptions);

        foreach (var row in cases.RootElement.EnumerateArray())
        {
            tally.Run(row.GetProperty("test").GetString()!, () => RefreshDifference(row));
        }

        tally.Report(output).ShouldBeEmpty();
    }

    private static string? BaseDifference(JsonElement row)
    {
        var documentUrl = row.TryGetProperty("documentUrl", out var url) ? url.GetString()! : "";
        var found = HtmlPages.Parse(Bytes(row.GetProperty("html"))).BaseHref;
        var expected = row.GetProperty("base").GetString()!;
        return Normal(found is null ? documentUrl : Resolve(documentUrl, found)) == Normal(expected)
            ? null
            : $"{found} instead of {expected}";
    }

    private static string? RefreshDifference(JsonElement row)
    {
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
        return Normal(found) == Normal(wanted) ? null : $"{found} instead of {wanted}";
    }

    private static byte[] Bytes(JsonElement text) => text.ValueKind == JsonValueKind.String
        ? Encoding.UTF8.GetBytes(text.GetString()!)
        : text.GetProperty("$b64").GetBytesFromBase64();

    /// <summary>The recorded results are not serialised as the URL Standard does.</summary>
    private static string Normal(string url) => url.TrimEnd('/');

    private static string Resolve(string documentUrl, string href) => Urls.Of(href, Urls.TryOf(documentUrl)).Href;
}
